import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Notification, NotifyParams } from '../../../kernel/notify/index.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { accountsWithRole } from '../../people/index.ts';
import { contributionHref } from '../comments/contribution-href.ts';
import { consultationById } from '../consultation.queries.ts';
import { type Contribution, contributionById } from '../contribution.queries.ts';
import { senderOf } from '../intake/intake.queries.ts';
import { moderationsOf } from './moderation.queries.ts';
import { settledReports } from './report.queries.ts';

// keys: consultations.notify.contribution_*, consultations.notify.report_*, consultations.moderation.outcome.*

const log = '/contributions/moderation-log';

/** Tells authors what was decided about theirs, whoever reported something what came of it, and moderators what waits. */
export function tellOfModeration(k: Kernel): void {
  k.notify.declareKinds([
    ...['contribution_hidden', 'contribution_restored', 'contribution_upheld'].map((kind) => ({
      ...{ kind: `consultations.${kind}`, group: 'consultations.decided', mandatory: true },
    })),
    { kind: 'consultations.report_settled', group: 'consultations.mine' },
    ...['contribution_reported', 'contribution_appealed'].map((kind) => ({
      ...{ kind: `consultations.${kind}`, group: 'consultations.moderating' },
    })),
  ]);
  k.outbox.subscribe({
    name: 'consultations.tell_of_moderation',
    types: [
      'consultations.contribution_hidden',
      'consultations.contribution_restored',
      'consultations.contribution_upheld',
      'consultations.contribution_withdrawn',
      'consultations.contribution_reported',
      'consultations.contribution_appealed',
      'consultations.reports_answered',
    ],
    handle: (tx, event) => tell(k, tx, event),
  });
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const { subjectId, slug } = event.payload as { subjectId: string | null; slug: string };
  const contribution = subjectId ? await contributionById(tx, subjectId) : undefined;
  const consultation = contribution && (await consultationById(tx, contribution.consultationId));
  if (!contribution || !consultation) return;
  const about: NotifyParams = {
    consultation: consultation.title,
    kind: { key: `consultations.contribution.${contribution.kind}` },
    number: contribution.number,
  };
  const told = [
    ...(await toAuthor(tx, event, contribution)),
    ...(await toReporters(tx, event, contribution, contributionHref({ ...contribution, slug }))),
    ...(await toModerators(k, event, contribution)),
  ];
  await k.notify.send(
    tx,
    event.at,
    ...told.map((each) => ({ ...each, params: { ...about, ...each.params }, dedupe: `event:${event.id}` })),
  );
}

const decisions = new Set(['contribution_hidden', 'contribution_restored', 'contribution_upheld']);
const actOf = ({ type }: DeliveredEvent): string => type.slice(type.indexOf('.') + 1);

async function toAuthor(tx: Tx, event: DeliveredEvent, contribution: Contribution): Promise<Notification[]> {
  const act = actOf(event);
  if (!decisions.has(act)) return [];
  const [decision] = await moderationsOf(tx, [contribution.id]);
  const to = decision && (await authorOf(tx, contribution));
  if (!decision || !to) return [];
  const reason = act === 'contribution_hidden' ? decision.reason : decision.rulingReason;
  const link = 'accountId' in to ? `/me/contributions/${contribution.id}` : log;
  return [{ to, kind: `consultations.${act}`, params: { rule: decision.rule, reason }, link }];
}

/** The account; of a letter whoever sent it, where there is an address. */
async function authorOf(tx: Tx, { id, accountId }: Contribution): Promise<Notification['to'] | undefined> {
  if (accountId) return { accountId };
  const sender = await senderOf(tx, id);
  return sender?.email ? { email: sender.email, locale: 'zh-CN', name: sender.name } : undefined;
}

async function toReporters(tx: Tx, event: DeliveredEvent, { id }: Contribution, href: string): Promise<Notification[]> {
  const settled = await settledReports(tx, id, event.at);
  return settled.map(({ accountId, outcome, answer }) => ({
    to: { accountId },
    kind: 'consultations.report_settled',
    params: { outcome: { key: `consultations.moderation.outcome.${outcome}` }, answer },
    link: outcome === 'kept' ? href : log,
  }));
}

async function toModerators(k: Kernel, event: DeliveredEvent, { id }: Contribution): Promise<Notification[]> {
  const act = actOf(event);
  if (act !== 'contribution_reported' && act !== 'contribution_appealed') return [];
  const moderators = await accountsWithRole(k, 'moderator', 'any');
  return moderators.map((accountId) => ({
    to: { accountId },
    kind: `consultations.${act}`,
    link: `/contributions/moderation/${id}`,
  }));
}
