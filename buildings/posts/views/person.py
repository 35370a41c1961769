"""A person's page, what everybody may see of it, and laying down one's own post."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused

from .. import actions
from .. import person as pages
from ..forms.appointing import ResignForm
from ..forms.own import PostPageForm
from ..models import Post, PostPage
from .access import CONFLICT, form_page


@login_not_required
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Posts past and present, as this reader may see them; where there is nothing to see there is no page."""
    page = pages.page_of(pk, request.user)
    if page is None:
        raise Http404
    context = {"page": page, "breadcrumb": [(page.person.name, "")]}
    return render(request, "buildings/person.html", context)


@form_page
@never_cache
def my_posts(request: SignedInRequest) -> HttpResponse:
    """What I hold and held, what everybody sees of it, and the choice."""
    choice = PostPage.objects.filter(user=request.user).first() or PostPage(user=request.user)
    form = PostPageForm(request.POST if request.method == "POST" else None, instance=choice)
    if form.is_valid():
        pages.choose(request.user, **{name: form.cleaned_data[name] for name in form.fields})
        messages.success(request, _("Saved."))
        return redirect("my_posts")
    rows = (
        Post.objects.filter(user=request.user)
        .select_related("place__parent", "kind")
        .order_by("-since", "pk")
    )
    context = {
        "posts": list(rows),
        "form": form,
        "shown": pages.preview(request.user),
        "breadcrumb": [(_("My posts"), "")],
    }
    return render(request, "buildings/my_posts.html", context)


@form_page
@never_cache
def post_resign(request: SignedInRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("place", "kind"), pk=pk, user=request.user)
    over = not post.counts_or_will
    form = ResignForm(request.POST if request.method == "POST" else None)
    if not over and form.is_valid():
        try:
            actions.resign(post, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("You have resigned. Those who appoint have been told. Thank you."))
            return redirect("my_posts")
    crumbs = [(_("My posts"), "/my/posts/"), (_("Resign"), "")]
    context = {"form": form, "post": post, "over": over, "breadcrumb": crumbs}
    return render(request, "buildings/post_resign.html", context, status=CONFLICT if over else 200)
