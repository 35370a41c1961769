"""What neighbours say (居民之声): talks, ideas, questionnaires, evaluations, bulletins. Rooms arrive one by one."""
