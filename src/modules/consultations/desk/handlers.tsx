import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { typedOf } from '../../people/index.ts';
import { convenes } from '../consultations.policy.ts';
import { postForm, requireDesk, type Sent } from '../desk-page.tsx';
import { assignOpinions } from './assign-opinions.ts';
import { decideMany, decideOpinion } from './decide-opinions.ts';
import { readsOpinions, worksOnOpinions } from './desk.policy.ts';
import { type DeskQuery, filterOf, queryText, readDeskQuery } from './desk-query.ts';
import { deskPath } from './frame.tsx';
import { type Desk, loadDesk } from './load-desk.ts';
import { listOpinions, placeOf } from './opinion.queries.ts';
import { deskDraft } from './opinions-page.tsx';
import { loadParagraphs } from './paragraphs.ts';

type BySlug = FastifyRequest<{ Params: { slug: string } }>;
type ByNumber = FastifyRequest<{ Params: { slug: string; number: string } }>;

const numberOf = ({ params }: ByNumber): number =>
  /^\d{1,7}$/.test(params.number) ? Number(params.number) : fail('consultations.desk.opinion_not_found');

/** What was done, as the next page says it. */
const deeds = ['decided', 'changed', 'assigned', 'linked', 'kept', 'removed'] as const;

export function saidOf({ t }: PageContext, request: FastifyRequest): string | undefined {
  const { did, n, left } = (request.query ?? {}) as Record<string, unknown>;
  const deed = deeds.find((one) => one === did);
  const count = (given: unknown) => (typeof given === 'string' && /^\d{1,6}$/.test(given) ? Number(given) : 0);
  // keys: consultations.desk.did.*
  return deed && request.method === 'GET'
    ? t(`consultations.desk.did.${deed}`, { n: count(n), left: count(left) })
    : undefined;
}

/** An address of the desk that says what was done. */
export const saying = (path: string, query: DeskQuery, did: Record<string, string | number>): string => {
  const text = queryText(query);
  const more = new URLSearchParams(Object.entries(did).map(([name, value]) => [name, String(value)])).toString();
  return `${path}${text}${text ? '&' : '?'}${more}`;
};

/** The desk, with or without an opinion in hand. */
export async function showDesk(
  k: Kernel,
  request: BySlug | ByNumber,
  reply: FastifyReply,
  number?: number,
  sent?: Sent,
): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, readsOpinions, 'draft');
  const view = await loadDesk(k, desk, readDeskQuery(request.query), number);
  return sendPage(
    request,
    reply,
    (ctx) => deskDraft(ctx, { view, sent, said: saidOf(ctx, request) }),
    sent ? sent.thrown.status : 200,
  );
}

export async function showOpinion(k: Kernel, request: ByNumber, reply: FastifyReply): Promise<FastifyReply> {
  return showDesk(k, request, reply, numberOf(request));
}

/** Where the desk goes on after an opinion: the next in its order as the list is narrowed, else its first. */
async function nextAfter(k: Kernel, { consultation, actor }: Desk, query: DeskQuery, number: number): Promise<string> {
  const anchors = (await loadParagraphs(k.db, consultation.id)).anchors();
  const filter = filterOf(query, actor.accountId);
  const after = await placeOf(k.db, consultation.id, number, anchors);
  const [next] = after ? await listOpinions(k.db, consultation.id, filter, anchors, { after, limit: 1 }) : [];
  const [first] = next ? [next] : await listOpinions(k.db, consultation.id, filter, anchors, { limit: 1 });
  const base = deskPath(consultation.slug);
  return first && first.number !== number ? `${base}/${first.number}` : base;
}

export async function decideOne(k: Kernel, request: ByNumber, reply: FastifyReply): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, worksOnOpinions, 'draft');
  const { consultation, actor } = desk;
  const number = numberOf(request);
  const query = readDeskQuery(request.query);
  return postForm(
    request,
    reply,
    'decide',
    async () => {
      const typed = typedOf(request.body);
      const { alike, together, ...given } = typed as Record<string, string | undefined>;
      const { changed } = await decideOpinion(k, actor, consultation, { ...given, number } as never);
      let n = 1;
      if (together === 'yes' && alike) n += await decideAlike(k, desk, { ...given, numbers: alike } as never);
      const to = changed ? `${deskPath(consultation.slug)}/${number}` : await nextAfter(k, desk, query, number);
      return saying(to, query, { did: changed ? 'changed' : 'decided', n });
    },
    (sent) => showDesk(k, request, reply, number, sent),
  );
}

/** Those that say the same; where somebody decided all of them meanwhile, nothing is left to do. */
async function decideAlike(
  k: Kernel,
  { actor, consultation }: Desk,
  given: Parameters<typeof decideMany>[3],
): Promise<number> {
  try {
    return (await decideMany(k, actor, consultation, given)).decided;
  } catch (error) {
    if (error instanceof AppError && error.code === 'consultations.desk.nothing_done') return 0;
    throw error;
  }
}

export async function assignOne(k: Kernel, request: ByNumber, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, convenes, 'draft');
  const number = numberOf(request);
  return postForm(
    request,
    reply,
    'assign',
    async () => {
      const { colleague } = typedOf(request.body) as { colleague: string };
      await assignOpinions(k, actor, consultation.id, { numbers: String(number), colleague });
      return saying(`${deskPath(consultation.slug)}/${number}`, readDeskQuery(request.query), {
        did: 'assigned',
        n: 1,
      });
    },
    (sent) => showDesk(k, request, reply, number, sent),
  );
}
