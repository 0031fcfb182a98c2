import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { accountNames, formErrors, typedOf } from '../../people/index.ts';
import { post, type Sent, stateOf } from '../desk-page.tsx';
import { type AskInput, askDuty } from './ask-duty.ts';
import { dutiesIn, invitationsIn } from './duty.queries.ts';
import { dutyLink, dutyToken } from './duty-token.ts';
import { takeBackDuty, takeBackInvitation } from './end-duty.ts';
import { openToChange, RefusedNotice, sendOfCompetition } from './organise-page.tsx';
import { dutyLine, invitationLine, PeoplePage } from './people-page.tsx';

type BySlug = FastifyRequest<{ Params: { slug: string } }>;
type ByPerson = FastifyRequest<{ Params: { slug: string; person: string } }>;

/** Asks of one organiser in an hour: nobody sends messages to strangers by the hundred. */
const askLimit = { name: 'competitions.ask', points: 60, seconds: 3600 };

export async function showPeople(k: Kernel, request: BySlug, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const desk = await openToChange(k, request, request.params.slug);
  const { competition } = desk;
  const [rows, invitations] = await Promise.all([dutiesIn(k.db, competition.id), invitationsIn(k.db, competition.id)]);
  const names = await accountNames(
    k.db,
    rows.filter(({ acceptedAt }) => acceptedAt).map(({ accountId }) => accountId),
  );
  const url = (id: string) => new URL(dutyLink(dutyToken(k, id)), k.config.PUBLIC_URL).href;
  const made = request.method === 'GET' ? new URL(request.url, 'http://x').searchParams.get('made') : null;
  const fresh = invitations.find(({ id, way, settledAt }) => id === made && way === 'link' && !settledAt);
  const now = k.clock.now();
  const lines = [
    ...rows.map((row) => dutyLine(row, names)),
    ...invitations.flatMap((row) => invitationLine(row, now, url(row.id)) ?? []),
  ].sort((a, b) => b.since.getTime() - a.since.getTime());
  return sendOfCompetition(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('competitions.organise.tab.people'),
      main: (
        <>
          <RefusedNotice ctx={ctx} thrown={sent?.thrown} />
          {sent && sent.form !== 'ask' && <FieldNotice ctx={ctx} thrown={sent.thrown} />}
          <PeoplePage
            competition={competition}
            lines={lines}
            made={fresh ? url(fresh.id) : null}
            {...withoutWhole(stateOf(ctx, sent, 'ask', { way: 'number' }))}
          />
        </>
      ),
    }),
    sent?.thrown.status ?? 200,
  );
}

/** Of a form that is folded away again what is wrong is said above the page. */
function FieldNotice({ ctx, thrown }: { ctx: PageContext; thrown: AppError }) {
  if (!thrown.fields) return null;
  return <Notice tone="error" title={Object.values(formErrors(ctx, thrown).errors).join(' ')} />;
}

/** What is about the whole form stands in the notice above the page. */
function withoutWhole(state: ReturnType<typeof stateOf>): ReturnType<typeof stateOf> {
  return { ...state, errors: { ...state.errors, '': undefined } };
}

export async function askSomebody(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, competition } = await openToChange(k, request, request.params.slug);
  await k.limits.take(askLimit, actor.accountId);
  const typed = typedOf(request.body);
  return post(
    request,
    reply,
    'ask',
    async () => {
      // An id of an account is nothing that a form asks for.
      const way = typed.way === 'account' ? '' : typed.way;
      const asked = await askDuty(k, actor, competition.id, { ...typed, way } as unknown as AskInput);
      const link = way === 'link' && asked.invitationId;
      return `/organise/${competition.slug}/people?done=${link ? `link&made=${link}` : 'asked'}`;
    },
    (sent) => showPeople(k, request, reply, sent),
  );
}

export async function takeBack(k: Kernel, request: ByPerson, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, competition } = await openToChange(k, request, request.params.slug);
  return post(
    request,
    reply,
    `back-${request.params.person}`,
    async () => {
      await takeBackDuty(k, actor, competition.id, request.params.person, typedOf(request.body) as { reason: string });
      return `/organise/${competition.slug}/people?done=taken_back`;
    },
    (sent) => showPeople(k, request, reply, sent),
  );
}

export async function takeBackAsk(k: Kernel, request: ByPerson, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, competition } = await openToChange(k, request, request.params.slug);
  return post(
    request,
    reply,
    `back-${request.params.person}`,
    async () => {
      await takeBackInvitation(k, actor, competition.id, request.params.person);
      return `/organise/${competition.slug}/people?done=taken_back`;
    },
    (sent) => showPeople(k, request, reply, sent),
  );
}
