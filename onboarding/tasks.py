"""Thin tasks: an id in, one service called. Retries live on the rows, not in the broker."""

from onboarding.celery import app
from onboarding.services import erp_push, notifications, pages, runner, sweeper, webhooks


@app.task(name="onboarding.run_step")
def run_step(run_id: str) -> None:
    runner.run_step(run_id=run_id)


@app.task(name="onboarding.read_page")
def read_page(page_id: str) -> None:
    pages.read_page(page_id=page_id)


@app.task(name="onboarding.push_to_erp")
def push_to_erp(push_id: str) -> None:
    erp_push.push(push_id=push_id)


@app.task(name="onboarding.send_mail")
def send_mail(mail_id: str) -> None:
    notifications.send(mail_id=mail_id)


@app.task(name="onboarding.deliver_webhook")
def deliver_webhook(delivery_id: str) -> None:
    webhooks.deliver(delivery_id=delivery_id)


@app.task(name="onboarding.sweep")
def sweep() -> None:
    sweeper.sweep()
