"""Addresses of stories that come from cases, of texts, and of a hub's news."""

from django.urls import path

from circulairwerkt.knowledge.feeds import hub_news
from circulairwerkt.knowledge.views import by_hand, newsletter, reading, sending, telling, writing

app_name = "knowledge"
urlpatterns = [
    path("dossiers/<int:pk>/lessen/<int:lesson_pk>/verhaal/", telling.tell, name="tell"),
    path("dossiers/<int:pk>/lessen/<int:lesson_pk>/verhaal/terug/", telling.take_back, name="take_back"),
    path("verhalen/<slug:slug>/terug/", telling.take_back_story, name="take_back_story"),
    path("verhalen/<slug:slug>/bewerken/", by_hand.edit_story, name="edit_story"),
    path("werkplek/<slug:slug>/verhalen/", by_hand.stories_of_hub, name="stories_of_hub"),
    path("werkplek/<slug:slug>/verhalen/nieuw/", by_hand.new_story, name="new_story"),
    path("kennis/", reading.overview, name="overview"),
    path("kennis/teksten/", reading.articles, name="articles"),
    path("kennis/woorden/", reading.terms, name="terms"),
    path("kennis/<slug:slug>/", reading.article, name="article"),
    path("kennis/<slug:slug>/bewerken/", writing.edit_article, name="edit_article"),
    path("kennis/<slug:slug>/publiceren/", writing.publish_article, name="publish_article"),
    path("kennis/<slug:slug>/intrekken/", writing.withdraw_article, name="withdraw_article"),
    path("kennis/<slug:slug>/nagekeken/", writing.review_article, name="review_article"),
    path("werkplek/<slug:slug>/kennis/", writing.articles_of_hub, name="articles_of_hub"),
    path("werkplek/<slug:slug>/kennis/nieuw/<slug:kind>/", writing.new_article, name="new_article"),
    path("hubs/<slug:slug>/nieuws.atom", hub_news, name="hub_news"),
    path("hubs/<slug:slug>/nieuwsbrief/", newsletter.newsletter, name="newsletter"),
    path("hubs/<slug:slug>/nieuwsbrief/<int:number>/", newsletter.issue, name="issue"),
    path("nieuwsbrief/bevestigen/<str:token>/", newsletter.confirm_newsletter, name="confirm_newsletter"),
    path("nieuwsbrief/stop/<str:token>/", newsletter.sign_off_newsletter, name="sign_off_newsletter"),
    path("werkplek/<slug:slug>/nieuwsbrief/", sending.issues, name="issues"),
    path("werkplek/<slug:slug>/nieuwsbrief/nieuw/", sending.new_issue, name="new_issue"),
    path("werkplek/<slug:slug>/nieuwsbrief/<int:pk>/", sending.edit_issue, name="edit_issue"),
    path("werkplek/<slug:slug>/nieuwsbrief/<int:pk>/versturen/", sending.send_issue, name="send_issue"),
    path("werkplek/<slug:slug>/nieuwsbrief/<int:pk>/weg/", sending.remove_issue, name="remove_issue"),
]
