-- A provider of text messages has no id for a template that an upgrade added.
ALTER TYPE "ConditionKind" ADD VALUE 'SMS_TEMPLATES_MISSING' AFTER 'EMAIL_FAILING';
