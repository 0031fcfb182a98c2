import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, typedOf } from '../../people/index.ts';
import { type CompetitionFacts, mayReadRecord, organises } from '../competitions.policy.ts';
import { type AtDesk, post, requireDesk, type Sent, sendDesk } from '../desk-page.tsx';
import { assignJurors, setJurorCategories } from './assign-jurors.ts';
import { confirmationsOf } from './juror.queries.ts';
import { linesOf, loadJury, scoringStage } from './load-jury.ts';
import { OrganisePage } from './organise-page.tsx';
import type { AtStage } from './own-handlers.tsx';
import { type ConflictInput, recuse } from './recuse.ts';
import { remindJurors } from './remind-jurors.ts';
import { typedText } from './typed-sheets.ts';

const done = {
  assigned: 'competitions.jury.done.assigned',
  categories: 'competitions.jury.done.categories',
  recused: 'competitions.jury.done.taken_out',
  reminded: 'competitions.jury.done.reminded',
};

/** Organisers run a jury; observers and auditors read how it is run. */
export async function showOrganise(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  at: AtStage,
  sent?: Sent,
): Promise<FastifyReply> {
  const reads = (actor: Actor, facts: CompetitionFacts) => organises(actor, facts) || mayReadRecord(actor, facts);
  const desk = await requireDesk(k, request, at.slug, reads);
  const jury = await loadJury(k.db, desk.competition, scoringStage(desk.competition, at.stage));
  const view = {
    jury,
    lines: linesOf(jury),
    base: baseOf(at),
    confirmed: await confirmationsOf(k.db, jury.stage.id),
    runs: organises(desk.actor, desk.facts),
  };
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('competitions.jury.jury'),
      main: <OrganisePage view={view} ctx={ctx} sent={sent} />,
    }),
    { sent, done },
  );
}

const baseOf = ({ slug, stage }: AtStage) => `/organise/${slug}/jury/${stage}`;

type Typed = ReturnType<typeof typedOf>;

const deeds: Readonly<Record<string, (k: Kernel, desk: AtDesk, stageId: string, typed: Typed) => Promise<string>>> = {
  assign: async (k, { actor }, stageId, typed) => {
    await assignJurors(k, actor, { stageId, again: typedText(typed, 'again') === 'yes' });
    return 'assigned';
  },
  categories: async (k, { actor }, stageId, typed) => {
    const categories = Object.fromEntries(
      Object.entries(typed).flatMap(([name, value]) =>
        name.startsWith('juror-') ? [[name.slice('juror-'.length), [value].flat()]] : [],
      ),
    );
    await setJurorCategories(k, actor, { stageId, categories });
    return 'categories';
  },
  recuse: async (k, { actor, competition }, stageId, typed) => {
    const { field } = await loadJury(k.db, competition, scoringStage(competition, stageId));
    const number = Number(typedText(typed, 'number'));
    const entryId = field.find((entry) => entry.number === number)?.id;
    const conflict = {
      entryId: entryId ?? fail('competitions.jury_no_such_entry'),
      kind: typedText(typed, 'kind') as ConflictInput['kind'],
      words: typedText(typed, 'words'),
    };
    await recuse(k, actor, { stageId, jurorId: typedText(typed, 'juror'), as: 'organiser', conflict });
    return 'recused';
  },
  remind: async (k, { actor }, stageId) => {
    await remindJurors(k, actor, { stageId });
    return 'reminded';
  },
};

export async function doAsOrganiser(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { deed, ...at }: AtStage & { deed: string },
): Promise<FastifyReply> {
  const known = Object.hasOwn(deeds, deed) ? deeds[deed] : undefined;
  if (!known) return fail('kernel.not_found');
  const desk = await requireDesk(k, request, at.slug, organises);
  const { id } = scoringStage(desk.competition, at.stage);
  return post(
    request,
    reply,
    deed,
    async () => `${baseOf(at)}?done=${await known(k, desk, id, typedOf(request.body))}`,
    (sent) => showOrganise(k, request, reply, at, sent),
  );
}
