import type { FastifyReply, FastifyRequest } from 'fastify';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import { fail, failFields } from '../../../../kernel/errors/index.ts';
import { type Column, csvStream } from '../../../../kernel/export/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { readTableForm } from '../../../../kernel/sheets/index.ts';
import { auditName, postForm, type Sent, stateOf, typedOf } from '../../../people/index.ts';
import { type AtSurvey, requireSurveyDesk, sendSurveyDesk } from '../../desk-page.tsx';
import type { Survey } from '../../survey.queries.ts';
import { mayReadInvited, mayRun } from '../../surveys.policy.ts';
import { surveyTime } from '../../surveys.rules.ts';
import '../answer.errors.ts';
import { changeInvitation } from './change-invitation.ts';
import { type Invitation, invitationFigures, invitationsOf } from './invitation.queries.ts';
import { codeOf } from './invitation-code.ts';
import { InvitationsPage } from './invitations-page.tsx';
import { lettersAtOnce, lettersPdf } from './letters-pdf.ts';
import { makeInvitations, mostInvitations } from './make-invitations.ts';
import { type BadLine, readList } from './read-list.ts';
import { codeLink, sendInvitations } from './send-invitations.ts';

const pageSize = 50;
const exportBatch = 1000;
const mostCodes = 5000;

type BySlug = { Params: { slug: string } };
type Request = FastifyRequest<BySlug>;

const done = {
  invited: 'surveys.answer.invite.done_invited',
  nobody: 'surveys.answer.invite.done_nobody',
  sending: 'surveys.answer.invite.done_sending',
  changed: 'surveys.answer.invite.done_changed',
} as const;

/** The list of a survey by invitation. */
export function invitationRoutes(app: App, k: Kernel): void {
  const base = '/questionnaires/:slug/invitations';
  app.get<BySlug>(base, (request, reply) => show(k, request, reply));
  app.post<BySlug>(`${base}/list`, (request, reply) => postList(k, request, reply));
  app.post<BySlug>(`${base}/codes`, (request, reply) => postCodes(k, request, reply));
  app.post<BySlug>(`${base}/send`, (request, reply) => postSend(k, request, reply));
  app.post<BySlug>(`${base}/change`, (request, reply) => postChange(k, request, reply));
  app.get<BySlug>(`${base}/letters.pdf`, (request, reply) => letters(k, request, reply));
  app.get<BySlug>(`${base}/codes.csv`, (request, reply) => codes(k, request, reply));
}

const numberOf = (given: unknown): number => {
  const value = Number(given);
  return Number.isInteger(value) && value > 0 && value < 2 ** 31 ? value : 0;
};

/** The desk of a survey by invitation. */
async function desk(k: Kernel, request: Request, may: typeof mayReadInvited): Promise<AtSurvey> {
  const at = await requireSurveyDesk(k, request, request.params.slug, may);
  if (at.survey.way !== 'invited') fail('surveys.answer.not_by_invitation');
  return at;
}

async function show(
  k: Kernel,
  request: Request,
  reply: FastifyReply,
  sent?: Sent,
  bad: readonly BadLine[] = [],
): Promise<FastifyReply> {
  const at = await desk(k, request, mayReadInvited);
  const { survey, actor } = at;
  const after = request.method === 'GET' ? numberOf((request.query as Record<string, unknown>).after) : 0;
  const [figures, rows] = await Promise.all([
    invitationFigures(k.db, survey.id),
    invitationsOf(k.db, survey.id, { after, limit: pageSize + 1 }),
  ]);
  return sendSurveyDesk(
    request,
    reply,
    at,
    (ctx) => ({
      title: ctx.t('surveys.answer.invite.title'),
      main: (
        <InvitationsPage
          view={{
            survey,
            figures,
            rows: rows.slice(0, pageSize),
            more: rows.length > pageSize,
            first: after === 0,
            bad,
            mayRun: mayRun(actor, survey),
            running: surveyTime(survey, k.clock.now()) === 'running',
            forms: {
              add: stateOf(ctx, sent, 'add'),
              list: stateOf(ctx, sent, 'list'),
              send: stateOf(ctx, sent, 'send'),
              change: stateOf(ctx, sent, 'change'),
            },
          }}
        />
      ),
    }),
    { sent, done },
  );
}

const here = (request: Request, what: string): string =>
  `/questionnaires/${request.params.slug}/invitations?done=${what}`;

async function postList(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, survey } = await desk(k, request, mayRun);
  const { file } = await readTableForm(request);
  let bad: BadLine[] = [];
  return postForm(
    request,
    reply,
    'list',
    async () => {
      if (!file) failFields({ file: { key: 'errors.sheets.no_file' } });
      const list = await readList(k, file?.bytes ?? Buffer.alloc(0));
      bad = list.bad;
      // All or nothing: a list that was taken in part is hard to mend.
      if (bad.length > 0) failFields({ file: { key: 'surveys.answer.invite.bad', params: { count: bad.length } } });
      const count = await makeInvitations(k, actor, survey.id, list.people);
      return here(request, count > 0 ? 'invited' : 'nobody');
    },
    (sent) => show(k, request, reply, sent, bad),
  );
}

async function postCodes(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, survey } = await desk(k, request, mayRun);
  return postForm(
    request,
    reply,
    'add',
    async () => {
      const count = numberOf(typedOf(request.body).count);
      if (count === 0 || count > mostCodes)
        failFields({ count: { key: 'surveys.answer.invite.bad_count', params: { most: mostCodes } } });
      await makeInvitations(
        k,
        actor,
        survey.id,
        Array.from({ length: count }, () => ({})),
      );
      return here(request, 'invited');
    },
    (sent) => show(k, request, reply, sent),
  );
}

async function postSend(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, survey } = await desk(k, request, mayRun);
  return postForm(
    request,
    reply,
    'send',
    async () => {
      await sendInvitations(k, actor, survey.id, typedOf(request.body).which === 'reminder' ? 'reminder' : 'first');
      return here(request, 'sending');
    },
    (sent) => show(k, request, reply, sent),
  );
}

async function postChange(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, survey } = await desk(k, request, mayRun);
  return postForm(
    request,
    reply,
    'change',
    async () => {
      const { number, deed } = typedOf(request.body);
      await changeInvitation(k, actor, survey.id, {
        number: numberOf(number),
        deed: deed === 'revoke' ? 'revoke' : 'renew',
      });
      return here(request, 'changed');
    },
    (sent) => show(k, request, reply, sent),
  );
}

/** Codes leave the house: who took them is in the audit log. */
async function noteTaken(k: Kernel, { actor, survey }: AtSurvey, what: string): Promise<void> {
  await inTransaction(k.db, (tx) =>
    audit(tx, k.clock.now(), {
      actorId: actor.accountId,
      actorName: auditName(actor),
      action: 'surveys.codes_read',
      objectType: 'survey',
      objectId: survey.id,
      departmentId: survey.departmentId,
      details: { slug: survey.slug, what },
    }),
  );
}

async function letters(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const at = await desk(k, request, mayRun);
  const from = numberOf((request.query as Record<string, unknown>).from) || 1;
  const rows = await invitationsOf(k.db, at.survey.id, { after: from - 1, limit: lettersAtOnce });
  await noteTaken(k, at, 'letters');
  const pdf = await lettersPdf(
    k,
    at.survey,
    rows.filter(({ revokedAt }) => !revokedAt),
  );
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="letters-${from}.pdf"`)
    .type('application/pdf')
    .send(pdf);
}

async function* allOf(k: Kernel, survey: Survey): AsyncGenerator<Invitation> {
  let after = 0;
  for (let left = exportBatch; left === exportBatch; ) {
    const rows = await invitationsOf(k.db, survey.id, { after, limit: exportBatch });
    for (const row of rows) if (!row.revokedAt) yield row;
    after = rows.at(-1)?.number ?? mostInvitations;
    left = rows.length;
  }
}

async function codes(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const at = await desk(k, request, mayRun);
  const { survey } = at;
  await noteTaken(k, at, 'codes');
  const t = k.i18n.t(at.actor.locale);
  const columns: Column<Invitation>[] = [
    { key: 'number', header: t('surveys.answer.invite.no'), value: ({ number }) => number },
    { key: 'name', header: t('surveys.answer.invite.name'), value: ({ name }) => name },
    { key: 'email', header: t('surveys.answer.invite.email'), value: ({ email }) => email },
    { key: 'code', header: t('surveys.answer.invite.letter_code'), value: (row) => codeOf(k, row) },
    {
      key: 'address',
      header: t('surveys.answer.invite.letter_address'),
      value: (row) => `${k.config.publicUrl}${codeLink(survey, codeOf(k, row))}`,
    },
  ];
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', 'attachment; filename="codes.csv"')
    .type('text/csv; charset=utf-8')
    .send(csvStream(columns, allOf(k, survey), { zone: k.config.TIME_ZONE }));
}
