"""Addresses of questions."""

from django.urls import path

from circulairwerkt.cases.views import questions, referrals

app_name = "cases"
urlpatterns = [
    path("vragen/<int:pk>/", questions.question, name="question"),
    path("vragen/<int:pk>/zeg/", questions.say, name="say"),
    path("vragen/<int:pk>/beantwoord/", questions.mark_answered, name="mark_answered"),
    path("vragen/<int:pk>/heropen/", questions.reopen, name="reopen"),
    path("vragen/<int:pk>/geen-gevaar/", questions.lift_danger, name="lift_danger"),
    path("vragen/<int:pk>/nieuwe-link/", questions.renew_link, name="renew_link"),
    path("vragen/<int:pk>/doorverwijzen/", referrals.refer_question, name="refer_question"),
    path("werkplek/<slug:slug>/dossiers/<int:pk>/doorverwijzen/", referrals.refer_case, name="refer_case"),
    path("werkplek/<slug:slug>/doorverwijzingen/", referrals.referrals, name="referrals"),
    path("werkplek/<slug:slug>/doorverwijzingen/<int:pk>/", referrals.referral, name="referral"),
    path("werkplek/<slug:slug>/doorverwijzingen/<int:pk>/opnemen/", referrals.accept, name="accept_referral"),
    path(
        "werkplek/<slug:slug>/doorverwijzingen/<int:pk>/terugsturen/",
        referrals.send_back,
        name="return_referral",
    ),
    path(
        "werkplek/<slug:slug>/doorverwijzingen/<int:pk>/terugnemen/",
        referrals.take_back,
        name="take_back_referral",
    ),
]
