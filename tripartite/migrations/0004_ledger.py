"""The ledger: its tables, and what the database itself refuses.

Entries, lines and published months only grow; an entry's lines are as many as it says and sum to nothing when the
transaction ends; nothing is entered into a month that is published, and positions run without gaps.
"""

import django.db.models.deletion
import django.utils.timezone
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from beihu.together import Together

# UPDATE or DELETE of these tables; a close that was decided; what a book began with.
GUARDS = {
    "entry": "UPDATE OR DELETE",
    "line": "UPDATE OR DELETE",
    "snapshot": "UPDATE OR DELETE",
    "book": "DELETE OR UPDATE OF key, party_id, party_kind, opened_on, opening_cash, opening_bank",
    "closing": "DELETE",
}
GROW = "".join(
    f"CREATE TRIGGER {table}_only_grows BEFORE {deeds} ON tripartite_{table}"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change();"
    f"CREATE TRIGGER {table}_never_empty BEFORE TRUNCATE ON tripartite_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();"
    for table, deeds in GUARDS.items()
)
DECIDED = """
CREATE TRIGGER closing_decided_only_grows BEFORE UPDATE ON tripartite_closing
    FOR EACH ROW WHEN (OLD.status <> 'proposed') EXECUTE FUNCTION refuse_change();
"""
ENTERED = """
CREATE FUNCTION entry_may_enter_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM tripartite_book WHERE id = NEW.book_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM tripartite_snapshot
               WHERE book_id = NEW.book_id AND month >= date_trunc('month', NEW."on")::date) THEN
        RAISE EXCEPTION 'the month of % is closed', NEW."on" USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.position <> 1 + COALESCE((SELECT max(position) FROM tripartite_entry WHERE book_id = NEW.book_id), 0) THEN
        RAISE EXCEPTION 'position % leaves a gap', NEW.position USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entry_may_enter BEFORE INSERT ON tripartite_entry
    FOR EACH ROW EXECUTE FUNCTION entry_may_enter_ledger();
"""
SUMS = """
CREATE FUNCTION lines_sum_to_nothing_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    which bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    wanted int := (SELECT parts FROM tripartite_entry WHERE id = which);
    found int;
    total numeric;
BEGIN
    SELECT count(*), COALESCE(sum(amount), 0) INTO found, total FROM tripartite_line WHERE entry_id = which;
    IF found <> wanted OR total <> 0 THEN
        RAISE EXCEPTION 'entry %: % lines of %, which sum to %', which, found, wanted, total
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_sums AFTER INSERT ON tripartite_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION lines_sum_to_nothing_ledger('id');
CREATE CONSTRAINT TRIGGER line_sums AFTER INSERT ON tripartite_line DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION lines_sum_to_nothing_ledger('entry_id');
"""
SHRINK = """
DROP TRIGGER closing_decided_only_grows ON tripartite_closing;
DROP TRIGGER entry_may_enter ON tripartite_entry;
DROP TRIGGER entry_sums ON tripartite_entry;
DROP TRIGGER line_sums ON tripartite_line;
DROP FUNCTION entry_may_enter_ledger();
DROP FUNCTION lines_sum_to_nothing_ledger();
""" + "".join(
    f"DROP TRIGGER {table}_only_grows ON tripartite_{table};"
    f"DROP TRIGGER {table}_never_empty ON tripartite_{table};"
    for table in GUARDS
)


class Migration(migrations.Migration):

    dependencies = [
        ('beihu', '0002_functions'),
        ('buildings', '0004_volunteers'),
        ('tripartite', '0003_only_grow'),
    ]

    operations = [
        Together(
            operations=[
                migrations.CreateModel(
                    name='Book',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('party_kind', models.CharField(max_length=24)),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('opened_on', models.DateField(verbose_name='opened on')),
                        ('opening_cash', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=12, verbose_name='cash at the opening')),
                        ('opening_bank', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=12, verbose_name='bank balance at the opening')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                        ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='books', to='tripartite.party', verbose_name='kept by')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='books', to='buildings.place', verbose_name='compound')),
                    ],
                    options={
                        'verbose_name': 'book',
                        'verbose_name_plural': 'books',
                        'ordering': ['place_id', '-opened_on', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('place',), name='ledger_book_open_once'), models.CheckConstraint(condition=models.Q(('party_kind__in', ('owners_committee', 'management_committee'))), name='ledger_book_keeper'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='ledger_book_term')],
                    },
                ),
                migrations.CreateModel(
                    name='Entry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('position', models.PositiveIntegerField(verbose_name='position in the book')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                        ('number', models.PositiveIntegerField(verbose_name='number in the year')),
                        ('on', models.DateField(verbose_name='day in the books')),
                        ('happened_on', models.DateField(verbose_name='day of the paper')),
                        ('kind', models.CharField(choices=[('income', 'income'), ('expense', 'expense'), ('transfer', 'moved between cash and bank')], max_length=8, verbose_name='kind')),
                        ('purpose', models.CharField(blank=True, choices=[('parking', 'parking fees'), ('advertising', 'advertising'), ('venue', 'rent of rooms and ground'), ('fees', 'property fees'), ('interest', 'bank interest'), ('donation', 'donations'), ('other_income', 'other income'), ('wages', 'wages'), ('repairs', 'repairs'), ('cleaning', 'cleaning material'), ('utilities', 'water and power'), ('insurance', 'insurance'), ('office', 'office costs'), ('other_expense', 'other expenses')], max_length=16, verbose_name='what for')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount in yuan')),
                        ('words', models.CharField(max_length=200, verbose_name='in words')),
                        ('parts', models.PositiveSmallIntegerField(default=2)),
                        ('document', models.FileField(blank=True, max_length=200, upload_to='ledger/', verbose_name='paper')),
                        ('document_sha256', models.CharField(blank=True, max_length=64)),
                        ('document_number', models.CharField(blank=True, max_length=60, verbose_name='number of the paper')),
                        ('reason', models.CharField(blank=True, max_length=200, verbose_name='why it is taken back')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('before', models.CharField(max_length=64)),
                        ('sha256', models.CharField(max_length=64)),
                        ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='tripartite.book', verbose_name='book')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                        ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='tripartite.entry', verbose_name='takes back')),
                    ],
                    options={
                        'verbose_name': 'entry',
                        'verbose_name_plural': 'entries',
                        'ordering': ['book', '-position'],
                        'indexes': [models.Index(fields=['book', 'on'], name='ledger_day')],
                        'constraints': [models.UniqueConstraint(fields=('book', 'position'), name='ledger_position_once'), models.UniqueConstraint(fields=('book', 'year', 'number'), name='ledger_number_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='ledger_amount_positive'), models.CheckConstraint(condition=models.Q(('parts__gte', 2)), name='ledger_parts'), models.CheckConstraint(condition=models.Q(('on__year', models.F('year'))), name='ledger_year_of_day'), models.CheckConstraint(condition=models.Q(('on__gte', models.F('happened_on'))), name='ledger_not_before_paper'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'income'), ('purpose__in', ('parking', 'advertising', 'venue', 'fees', 'interest', 'donation', 'other_income'))), models.Q(('kind', 'expense'), ('purpose__in', ('wages', 'repairs', 'cleaning', 'utilities', 'insurance', 'office', 'other_expense'))), models.Q(('kind', 'transfer'), ('purpose', '')), _connector='OR'), name='ledger_purpose_of_kind'), models.CheckConstraint(condition=models.Q(models.Q(('document', ''), _negated=True), models.Q(('document_number', ''), _negated=True), _connector='OR'), name='ledger_has_paper'), models.CheckConstraint(condition=models.Q(models.Q(('document', ''), ('document_sha256', '')), models.Q(models.Q(('document', ''), _negated=True), models.Q(('document_sha256', ''), _negated=True)), _connector='OR'), name='ledger_document_hashed'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('reverses__isnull', True)), models.Q(('reverses__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='ledger_reversal_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Line',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('account', models.CharField(max_length=30, verbose_name='account')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount in yuan')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='tripartite.entry')),
                    ],
                    options={
                        'verbose_name': 'line',
                        'verbose_name_plural': 'lines',
                        'ordering': ['entry', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('entry', 'account'), name='ledger_account_once'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='ledger_line_not_empty'), models.CheckConstraint(condition=models.Q(('account__in', ['cash', 'bank']), ('account__in', ['income:parking', 'income:advertising', 'income:venue', 'income:fees', 'income:interest', 'income:donation', 'income:other_income']), ('account__in', ['expense:wages', 'expense:repairs', 'expense:cleaning', 'expense:utilities', 'expense:insurance', 'expense:office', 'expense:other_expense']), _connector='OR'), name='ledger_line_account')],
                    },
                ),
                migrations.CreateModel(
                    name='Closing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField(verbose_name='month')),
                        ('status', models.CharField(choices=[('proposed', 'put forward'), ('confirmed', 'closed'), ('sent_back', 'sent back'), ('withdrawn', 'taken back')], default='proposed', max_length=10, verbose_name='state')),
                        ('counted_cash', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='cash counted')),
                        ('statement_bank', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='balance of the bank statement')),
                        ('book_cash', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='cash by the books')),
                        ('book_bank', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='bank by the books')),
                        ('entries', models.PositiveIntegerField(verbose_name='entries of the month')),
                        ('explanation', models.CharField(blank=True, max_length=300, verbose_name='why they differ')),
                        ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='why it was sent back')),
                        ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='tripartite.book', verbose_name='book')),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='put forward by')),
                    ],
                    options={
                        'verbose_name': 'close of a month',
                        'verbose_name_plural': 'closes of months',
                        'ordering': ['book', '-month', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('proposed', 'confirmed'))), fields=('book', 'month'), name='ledger_closing_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='ledger_closing_month'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'confirmed'), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='ledger_closing_two_people'), models.CheckConstraint(condition=models.Q(('status', 'proposed'), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='ledger_closing_decided'), models.CheckConstraint(condition=models.Q(models.Q(('counted_cash', models.F('book_cash')), ('statement_bank', models.F('book_bank'))), models.Q(('explanation', ''), _negated=True), _connector='OR'), name='ledger_closing_explained')],
                    },
                ),
                migrations.CreateModel(
                    name='Snapshot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField(verbose_name='month')),
                        ('content', models.JSONField()),
                        ('sha256', models.CharField(max_length=64, unique=True)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='tripartite.book', verbose_name='book')),
                        ('closing', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='snapshot', to='tripartite.closing')),
                    ],
                    options={
                        'verbose_name': 'published month',
                        'verbose_name_plural': 'published months',
                        'ordering': ['book', '-month'],
                        'constraints': [models.UniqueConstraint(fields=('book', 'month'), name='ledger_month_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='ledger_snapshot_month')],
                    },
                ),
                migrations.CreateModel(
                    name='Posting',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts_on', models.DateField(verbose_name='posted from')),
                        ('ends_on', models.DateField(verbose_name='posted until')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('snapshot', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='posting', to='tripartite.snapshot')),
                    ],
                    options={
                        'verbose_name': 'posting on paper',
                        'verbose_name_plural': 'postings on paper',
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='ledger_posting_term')],
                    },
                ),
                migrations.CreateModel(
                    name='PostingProof',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('file', models.FileField(max_length=200, upload_to='')),
                        ('thumb', models.FileField(max_length=200, upload_to='')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='tripartite.posting')),
                    ],
                    options={
                        'verbose_name': 'photo of a posting',
                        'verbose_name_plural': 'photos of postings',
                        'ordering': ['posting', 'pk'],
                    },
                ),
            ],
        ),
        migrations.RunSQL(GROW + DECIDED + ENTERED + SUMS, SHRINK),
    ]
