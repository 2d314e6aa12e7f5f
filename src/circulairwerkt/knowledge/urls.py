"""Addresses of stories that come from cases."""

from django.urls import path

from circulairwerkt.knowledge.views import telling

app_name = "knowledge"
urlpatterns = [
    path("dossiers/<int:pk>/lessen/<int:lesson_pk>/verhaal/", telling.tell, name="tell"),
    path("dossiers/<int:pk>/lessen/<int:lesson_pk>/verhaal/terug/", telling.take_back, name="take_back"),
    path("verhalen/<slug:slug>/terug/", telling.take_back_story, name="take_back_story"),
]
