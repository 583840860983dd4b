"""Every environment variable that Vouch reads: name, default, meaning. The README's table is this one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable. ``default`` is what a local run uses; '' means empty."""

    name: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "VOUCH_MODE", "local", "local or production; production demands keys and refuses sandbox providers"
    ),
    Setting("VOUCH_DATA_DIR", "./var", "folder for database, files, broker and mails of a local run"),
    Setting("SECRET_KEY", "", "Django's signing key; made in the data folder when local"),
    Setting("VOUCH_TIN_KEYS", "", "id:base64 of 32 bytes, comma separated, first one seals; made when local"),
    Setting("VOUCH_INDEX_KEY", "", "base64 of 32 bytes for the look-up of tax ids; made when local"),
    Setting("DEBUG", "false", "Django's debug pages; refused in production"),
    Setting("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "host names that are served"),
    Setting(
        "BASE_URL", "http://localhost:8000", "address of this site as vendors see it, for links in mails"
    ),
    Setting("COMPANY_NAME", "Northwind", "your company, as vendors know it"),
    Setting("OUR_NAMES", "", "legal names of your company in contracts, separated by a vertical bar"),
    Setting("DATABASE_URL", "", "postgresql://...; empty: SQLite in the data folder"),
    Setting("BROKER_URL", "", "redis://... or amqp://...; empty: folders in the data folder"),
    Setting("STORAGE_URL", "", "s3://bucket?region=...&endpoint=...; empty: the data folder"),
    Setting("EMAIL_URL", "", "smtp+tls://user:password@host:587; empty: files in the data folder"),
    Setting("EMAIL_FROM", "Vouch <vouch@localhost>", "sender of mails"),
    Setting("ERP", "ledger", "ledger (a table and a CSV file) or http"),
    Setting("ERP_HTTP_URL", "", "where the http adapter posts vendors"),
    Setting("ERP_HTTP_TOKEN", "", "bearer token of the http adapter"),
    Setting("ERP_HTTP_SEND_TIN", "false", "send the whole tax id to the ERP"),
    Setting("ERP_HTTP_TIMEOUT", "20", "seconds until a call to the ERP counts as lost"),
    Setting("TIN_PROVIDER", "sandbox", "who confirms name and tax id: sandbox, http, or a dotted path"),
    Setting("TIN_HTTP_URL", "", "https address that the http provider asks about a tax id"),
    Setting("TIN_HTTP_TOKEN", "", "bearer token of the http provider"),
    Setting(
        "SANCTIONS_PROVIDER",
        "sandbox",
        "who screens names: sandbox, list (see load_sanctions), or a dotted path",
    ),
    Setting(
        "LLM_URL",
        "",
        "address of the judge's model, ending in /v1 for openai; empty (and not local): no model is asked",
    ),
    Setting(
        "LLM_PROVIDER",
        "openai",
        "openai (any compatible endpoint), anthropic, or local (a transformers model on this machine)",
    ),
    Setting("LLM_MODEL", "", "model name at LLM_URL; for local the folder of the model"),
    Setting(
        "LLM_CHALLENGER",
        "",
        "name or folder of the model that gives the second opinion; empty: LLM_MODEL, asked in other words",
    ),
    Setting("LLM_API_KEY", "", "key for LLM_URL"),
    Setting("LLM_PRICE_IN", "0", "US dollars for a million tokens sent to the model"),
    Setting("LLM_PRICE_OUT", "0", "US dollars for a million tokens that the model writes"),
    Setting("LLM_CASE_DOLLARS", "1", "what the model may cost in one case; then rules and encoder only"),
    Setting("LLM_PER_MINUTE", "60", "calls to the model a minute, all workers together"),
    Setting("LLM_AT_ONCE", "2", "calls to the model at a time, all workers together"),
    Setting("LLM_CALL_SECONDS", "20", "how long one call to the model may take"),
    Setting("LLM_DOCUMENT_SECONDS", "60", "how long the model may take for one document"),
    Setting("LLM_STOP", "false", "true: the model is asked nothing; the admin site has a switch as well"),
    Setting("CLAMD_URL", "", "virus scanner: tcp://host:port or unix:///path of clamd; empty: none is asked"),
    Setting("SECOND_FACTOR_ROLES", "", "roles that must sign in with an authenticator app, comma separated"),
    Setting("PLAYBOOK_DIR", "", "folder of policies; empty: the playbook that ships"),
    Setting("WIRING", "", "dotted path of a function that returns the engines; empty: the real ones"),
    Setting("UNDO_SECONDS", "120", "how long a reviewer can take a decision back before anything leaves"),
    Setting("CLAIM_MINUTES", "30", "how long a reviewer holds an item"),
    Setting("LINK_DAYS", "14", "how long a vendor's link works"),
    Setting("DUE_DAYS", "14", "how long a vendor has to answer"),
    Setting("REVIEW_HOURS", "24", "how long a reviewer has"),
    Setting("LEASE_SECONDS", "90", "how long a worker holds a step between two heartbeats"),
    Setting("FIELD_CONFIDENCE", "0.975", "a name, tax id or address below this goes to a person"),
    Setting("READ_SECONDS", "900", "wall clock for reading one document, OCR included"),
    Setting("READ_MEMORY_MB", "1500", "memory for reading one document"),
    Setting("MAX_UPLOAD_MB", "25", "largest file"),
    Setting("MAX_VENDOR_MB", "500", "largest sum of a vendor's files"),
    Setting("MAX_VENDOR_FILES", "20", "open files of one vendor"),
    Setting("WEBHOOK_ALLOW_PRIVATE", "false", "let webhooks reach private addresses"),
    Setting("RETENTION_DAYS", "2555", "how long a closed case is kept before purge removes it"),
    Setting("LOG_LEVEL", "INFO", "threshold of the log"),
)


def default_of(name: str) -> str:
    """The default of a setting in the table; KeyError for one that is not documented."""
    return next(item.default for item in SETTINGS if item.name == name)
