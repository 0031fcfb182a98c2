import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTransaction, readPageKey } from '../../../kernel/db/index.ts';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import { readMultipart } from '../../../kernel/files/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { FormErrors } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { type Actor, actorOf, anonymous, formErrors, requireActor } from '../../people/index.ts';
import { type CaseRow, factsOf, findCaseByNumber } from '../case.queries.ts';
import '../cases.errors.ts';
import { mayActAsAuthor } from '../cases.policy.ts';
import { caseBooks } from '../public/case-books.ts';
import { caseView, numberWords } from '../public/case-page.tsx';
import { cursorText } from '../public/find-cases.ts';
import { loadStory } from '../public/load-story.ts';
import { appealHiding } from '../public/moderation/hide-case.ts';
import { standingModeration } from '../public/moderation/moderation.queries.ts';
import { addToCase } from './add-to-case.ts';
import { type AuthorKey, isAuthor } from './author-key.ts';
import { closeLetterToPublic } from './close-letter.ts';
import { trackedCaseId } from './letter-cookie.ts';
import {
  MyActs,
  type MyCaseProps,
  MyFirst,
  MyForms,
  type SentForm,
  UnpublishPage,
  WithdrawPage,
} from './my-case-page.tsx';
import { followedBy, questionWaiting, reopenedByAuthor, writtenBy } from './my-cases.queries.ts';
import { MyCasesPage } from './my-cases-page.tsx';
import { rateReply } from './rate-reply.ts';
import { reopenCase } from './reopen-case.ts';
import { withdrawCase } from './withdraw-case.ts';
import { mostPhotos } from './write-page.tsx';

type OfOne = FastifyRequest<{ Params: { number: string } }>;
type Params = { Params: { number: string } };
/** A letter and the proof that it is this person's. */
type Mine = { row: CaseRow; actor: Actor; key: AuthorKey; tracked: boolean };

const pageSize = 30;

/** What authors see and do, signed in or by their tracking code. */
export function myCaseRoutes(app: App, k: Kernel): void {
  app.get('/me/cases', (request, reply) => list(k, request, reply));
  app.get<Params>('/me/cases/:number', async (request, reply) => {
    const mine = await mineOf(k, request);
    const { done } = request.query as { done?: string };
    return show(k, request, reply, mine, { done });
  });
  for (const form of ['withdraw', 'unpublish'] as const) {
    app.get<Params>(`/me/cases/:number/${form}`, async (request, reply) => {
      const { row } = await mineOf(k, request);
      return sendPage(request, reply, (ctx) => askAgain(ctx, form, row));
    });
  }
  app.post<Params>('/me/cases/:number/add', (request, reply) => add(k, request, reply));
  app.post<Params>('/me/cases/:number/rate', (request, reply) =>
    act(k, request, reply, 'rate', ({ actor, key, row }, body) => rateReply(k, actor, key, row.id, body as never)),
  );
  app.post<Params>('/me/cases/:number/reopen', (request, reply) =>
    act(k, request, reply, 'reopen', ({ actor, key, row }, body) => reopenCase(k, actor, key, row.id, body as never)),
  );
  app.post<Params>('/me/cases/:number/appeal', (request, reply) =>
    act(k, request, reply, 'appeal', ({ actor, key, row }, body) => appealHiding(k, actor, key, row.id, body as never)),
  );
  app.post<Params>('/me/cases/:number/withdraw', (request, reply) =>
    act(k, request, reply, 'withdraw', ({ actor, key, row }, body) =>
      withdrawCase(k, actor, key, row.id, body as never),
    ),
  );
  app.post<Params>('/me/cases/:number/unpublish', (request, reply) =>
    act(k, request, reply, 'unpublish', ({ actor, key, row }) => closeLetterToPublic(k, actor, key, row.id)),
  );
}

/** @throws AppError kernel.sign_in_first where nobody is signed in, cases.not_found where the letter is not theirs */
async function mineOf(k: Kernel, request: OfOne): Promise<Mine> {
  const actor = await actorOf(k, request);
  const trackedId = trackedCaseId(k, request);
  const row = await findCaseByNumber(k.db, request.params.number);
  const key: AuthorKey = trackedId ? { trackedCaseId: trackedId } : {};
  const facts = row && (await factsOf(k.db, row));
  if (row && facts && isAuthor(key)(actor, facts, row)) {
    // Whoever comes by the code wrote without a name: what they do here is not put down to the account they are signed in with.
    const as = mayActAsAuthor(actor, facts) ? actor : { ...anonymous, locale: actor.locale };
    return { row, actor: as, key, tracked: trackedId === row.id };
  }
  if (!actor.accountId) fail('kernel.sign_in_first');
  fail('cases.not_found');
}

async function show(
  k: Kernel,
  request: OfOne,
  reply: FastifyReply,
  mine: Mine,
  after: { done?: string; sent?: (ctx: PageContext) => SentForm; status?: number },
): Promise<FastifyReply> {
  const { row, actor } = mine;
  const [story, books, question, reopened, moderation] = await Promise.all([
    loadStory(k, row, 'author'),
    caseBooks(k),
    questionWaiting(k.db, row.id),
    reopenedByAuthor(k.db, row.id),
    row.hidden ? standingModeration(k.db, row.id) : undefined,
  ]);
  if (actor.accountId) {
    const accountId = actor.accountId;
    await inTransaction(k.db, (tx) =>
      k.notify.markRead(tx, accountId, { link: `/me/cases/${row.number}` }, k.clock.now()),
    );
  }
  return sendPage(
    request,
    reply,
    async (ctx) => {
      const props: MyCaseProps = {
        k,
        ctx,
        row,
        tracked: mine.tracked,
        question,
        reopened,
        moderation,
        done: after.done,
        sent: after.sent?.(ctx),
      };
      return {
        title: row.title,
        robots: 'noindex',
        main: await caseView({
          k,
          ctx,
          story,
          books,
          whole: true,
          first: <MyFirst {...props} />,
          acts: <MyActs {...props} />,
          last: <MyForms {...props} />,
          trail: [
            { label: ctx.t('cases.public.nav.home'), href: '/' },
            { label: ctx.t('cases.resident.mine.title'), href: mine.tracked ? '/cases/track' : '/me/cases' },
            { label: numberWords(k, row.number) },
          ],
        }),
      };
    },
    after.status ?? 200,
  );
}

/** Deeds that are asked for once more on a page of their own. */
type Grave = 'withdraw' | 'unpublish';
type FormName = SentForm['form'] | Grave;

function askAgain(ctx: PageContext, form: Grave, row: CaseRow, errors?: FormErrors) {
  const Ask = form === 'withdraw' ? WithdrawPage : UnpublishPage;
  return {
    title: ctx.t(form === 'withdraw' ? 'cases.resident.withdraw_title' : 'cases.resident.unpublish_title'),
    robots: 'noindex' as const,
    main: <Ask ctx={ctx} row={row} errors={errors} />,
  };
}

/** One deed of the author: done, and back to the page; or the page with what is wrong, everything typed kept. */
async function act(
  k: Kernel,
  request: OfOne,
  reply: FastifyReply,
  form: FormName,
  deed: (mine: Mine, body: Record<string, unknown>) => Promise<unknown>,
): Promise<FastifyReply> {
  const mine = await mineOf(k, request);
  const body = (request.body ?? {}) as Record<string, unknown>;
  try {
    await deed(mine, body);
    return reply.redirect(`/me/cases/${mine.row.number}?done=${form}`, 303);
  } catch (error) {
    return again(k, request, reply, form, body, error);
  }
}

async function again(
  k: Kernel,
  request: OfOne,
  reply: FastifyReply,
  form: FormName,
  values: Record<string, unknown>,
  error: unknown,
): Promise<FastifyReply> {
  // What happened meanwhile decides which forms there are.
  const mine = await mineOf(k, request);
  const ctx = await request.server.frame.personal(request);
  const { errors, status } = formErrors(ctx, error);
  if (form === 'withdraw' || form === 'unpublish')
    return sendPage(request, reply, askAgain(ctx, form, mine.row, errors), status);
  const sent = () => ({ form, values: values as SentForm['values'], errors });
  return show(k, request, reply, mine, { sent, status });
}

async function add(k: Kernel, request: OfOne, reply: FastifyReply): Promise<FastifyReply> {
  const mine = await mineOf(k, request);
  const form = await readMultipart(request, {
    files: k.files,
    purpose: 'case',
    ownerId: mine.actor.accountId,
    mostFiles: mostPhotos,
    limits: { documents: false },
  });
  if (form.problems.length > 0) {
    const refused = new AppError('kernel.invalid', { n: form.problems.length }, form.fieldErrors);
    return again(k, request, reply, 'add', form.fields, refused);
  }
  try {
    const { answered } = await addToCase(k, mine.actor, mine.key, mine.row.id, {
      text: typeof form.fields.text === 'string' ? form.fields.text : '',
      fileIds: form.files.map((file) => file.id),
      inside: form.fields.inside === 'yes',
    });
    return reply.redirect(`/me/cases/${mine.row.number}?done=${answered ? 'answer' : 'add'}`, 303);
  } catch (error) {
    return again(k, request, reply, 'add', form.fields, error);
  }
}

async function list(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  const accountId = actor.accountId ?? '';
  const given = request.query as Record<string, unknown>;
  const tab = given.tab === 'followed' ? 'followed' : 'written';
  const after = readPageKey(given.after);
  const found =
    tab === 'followed' ? await followedBy(k.db, accountId, 200) : await writtenBy(k.db, accountId, after, pageSize + 1);
  const rows = tab === 'followed' ? found : found.slice(0, pageSize);
  const last = rows.at(-1);
  const nextHref = found.length > rows.length && last ? `/me/cases?after=${cursorText(last)}` : undefined;
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('cases.resident.mine.title'),
    robots: 'noindex',
    main: <MyCasesPage ctx={ctx} tab={tab} rows={rows} nextHref={nextHref} first={after === null} />,
  }));
}
