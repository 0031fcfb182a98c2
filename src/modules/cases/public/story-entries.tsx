import type { ComponentChildren } from 'preact';
import { fileHref } from '../../../kernel/files/index.ts';
import { localised } from '../../../kernel/i18n/index.ts';
import { dateWords, durationWords } from '../../../kernel/time/index.ts';
import { Answer } from '../../../ui/answer.tsx';
import { formatDate } from '../../../ui/date-time.tsx';
import { Enclosures } from '../../../ui/enclosures.tsx';
import { Letter, Said } from '../../../ui/letter.tsx';
import { type PageContext, uiSettings } from '../../../ui/page-context.ts';
import { Ratings } from '../../../ui/stars.tsx';
import { Pre, safeHref } from '../../../ui/text.tsx';
import type { TimelineEntry } from '../../../ui/timeline.tsx';
import type { Step } from '../case.queries.ts';
import type { LimitKind } from '../cases.rules.ts';
import type { CasesSettings } from '../cases.settings.ts';
import type { CaseBooks } from './case-books.ts';
import type { Story } from './load-story.ts';
import type { Picture } from './story.queries.ts';

export type Telling = { ctx: PageContext; story: Story; books: CaseBooks; limits: CasesSettings['limits'] };

/** Pictures and papers that belong to a letter, a message, a reply or a promise. */
function Pictures({ of }: { of: readonly Picture[] }) {
  return (
    <Enclosures
      items={of.map(({ fileId, name, width }) => ({
        href: fileHref(fileId),
        name,
        ...(width === null ? {} : { thumbHref: fileHref(fileId, 'thumb') }),
      }))}
    />
  );
}

const filesOf = (story: Story, of: string, ofId: unknown) =>
  story.pictures.filter((picture) => picture.of === of && (ofId === undefined || picture.ofId === ofId));

/** The letter itself opens the story. */
function letterEntry({ ctx, story }: Telling, step: Step): TimelineEntry {
  const { row, extras } = story;
  const name = extras.display_name || ctx.t('cases.public.somebody');
  const sign = ctx.t('cases.public.signed', { name, channel: ctx.t(`cases.channel.${row.channel}`) });
  return {
    at: step.at,
    id: 'letter',
    step: ctx.t('cases.public.step.submit'),
    body: (
      <>
        <Letter text={row.body} sign={sign} lang={ctx.locale === 'en' ? 'zh-Hans' : undefined} />
        <Pictures of={filesOf(story, 'letter', undefined)} />
      </>
    ),
  };
}

function replyEntry({ ctx, story, books }: Telling, step: Step, isLast: boolean): TimelineEntry | null {
  const reply = story.replies.get(String(step.data.replyId));
  if (!reply) return null;
  const { t, locale } = ctx;
  const office = books.departments.get(reply.departmentId);
  const name = books.departments.name(reply.departmentId, locale);
  const promises = story.promises.filter((promise) => promise.madeAt.getTime() === reply.publishedAt.getTime());
  return {
    at: step.at,
    key: true,
    ...(isLast ? { id: 'answer' } : {}),
    step: t('cases.public.step.review', { round: reply.round }),
    body: (
      <>
        <Answer
          office={name}
          seal={t('cases.public.seal')}
          notes={[t('cases.public.handled_by', { office: name }), t('cases.public.reviewed_by')]}
          text={reply.text}
          foot={
            office?.phone && !reply.text.includes(office.phone)
              ? t('cases.public.ask_about_reply', { office: name, phone: office.phone })
              : undefined
          }
        >
          {promises.length > 0 && (
            <>
              <p>{t('cases.public.promised')}</p>
              <ul>
                {promises.map((promise) => (
                  <li>
                    {t('cases.public.promised_by', {
                      what: promise.text,
                      day: dateWords(promise.dueOn, { locale, today: promise.dueOn, weekday: false }),
                    })}
                  </li>
                ))}
              </ul>
            </>
          )}
        </Answer>
        <Pictures of={filesOf(story, 'reply', reply.id)} />
      </>
    ),
  };
}

function ratingEntry({ ctx }: Telling, step: Step): TimelineEntry {
  const { t } = ctx;
  const { outcome, attitude, speed, solved, by } = step.data as Record<string, unknown>;
  const verdict = solved ? t('cases.public.state.solved') : t('cases.public.state.unsolved');
  return {
    at: step.at,
    step: t(by === 'call_back' ? 'cases.public.step.rate_by_phone' : 'cases.public.step.rate', { verdict }),
    body: (
      <>
        <Ratings
          items={[
            { label: t('cases.public.star.outcome'), value: Number(outcome) },
            { label: t('cases.public.star.attitude'), value: Number(attitude) },
            { label: t('cases.public.star.speed'), value: Number(speed) },
          ]}
        />
        {step.text && <Said text={step.text} />}
      </>
    ),
  };
}

/** Question, answer, addition, evidence: words that somebody said, shown whole. */
function saidEntry({ ctx, story, books }: Telling, step: Step): TimelineEntry {
  const office = books.departments.name(step.department_id, ctx.locale);
  const inside = !step.public;
  const files =
    step.act === 'promise_kept'
      ? filesOf(story, 'promise', step.data.promiseId)
      : filesOf(story, 'message', step.data.messageId ?? null);
  return {
    at: step.at,
    step: ctx.t(`cases.public.step.${step.act}`, { office }),
    ...(inside ? { note: ctx.t('cases.public.only_you') } : {}),
    body: (
      <>
        <Said text={step.text} />
        <Pictures of={files} />
      </>
    ),
  };
}

/** Steps that take one line: what is said after the word of the step. */
const notes: Record<string, (telling: Telling, step: Step) => ComponentChildren> = {
  accept: ({ ctx, limits }, { data }) => {
    const limit = limits[data.limitKind as LimitKind];
    const due = new Date(String(data.dueAt));
    const form = limit?.unit === 'hours' ? 'datetime' : 'date';
    return ctx.t('cases.public.note.accept', {
      limit: limit ? ctx.t(`cases.limit.${data.limitKind}`, { amount: limit.amount }) : '',
      due: formatDate(due, uiSettings(ctx), form),
    });
  },
  decline: ({ story, ctx }, { text }) => {
    const { ground, lawful_way } = story.extras;
    return (
      <>
        {ground && ctx.t('cases.public.note.ground', { ground: localised(ground, ctx.locale) })}
        {text}
        {lawful_way && (
          <>
            <br />
            {ctx.t('cases.public.note.lawful_way', { way: localised(lawful_way, ctx.locale) })}
          </>
        )}
      </>
    );
  },
  merge: ({ ctx, story }, { data }) => {
    const number = story.extras.into_number;
    return number ? (
      <a href={`/cases/${number}`}>{ctx.t('cases.public.note.merge', { number })}</a>
    ) : (
      ctx.t('cases.public.note.merge_plain', { number: String(data.into ?? '') })
    );
  },
  merged_here: ({ ctx }, { data }) => {
    const numbers = data.numbers as string[];
    return ctx.t('cases.public.note.merged_here', {
      n: Number(data.n),
      numbers: numbers.length > 0 ? new Intl.ListFormat(ctx.locale).format(numbers) : 'none',
    });
  },
  dispatch: (telling, step) => {
    const { ctx, books } = telling;
    const co = Array.isArray(step.data.coHandlerIds) ? step.data.coHandlerIds : [];
    const names = co.map((id) => books.departments.name(String(id), ctx.locale)).filter(Boolean);
    const lead = books.departments.name(step.department_id, ctx.locale);
    return names.length > 0
      ? ctx.t('cases.public.note.dispatch_with', { lead, co: new Intl.ListFormat(ctx.locale).format(names) })
      : ctx.t('cases.public.note.dispatch', { lead });
  },
  reassign: ({ ctx, books }, step) =>
    ctx.t('cases.public.note.dispatch', { lead: books.departments.name(step.department_id, ctx.locale) }),
  department_merged: ({ ctx, books }, step) =>
    ctx.t('cases.public.note.department_merged', {
      from: books.departments.name(String(step.data.from ?? ''), ctx.locale),
      to: books.departments.name(step.department_id, ctx.locale),
    }),
  sign: ({ ctx, story, books }, step) => {
    const sent = story.steps.filter((each) => ['dispatch', 'reassign'].includes(each.act) && each.at <= step.at).at(-1);
    const duration = sent ? durationWords(step.at.getTime() - sent.at.getTime(), ctx.locale) : '';
    const office = books.departments.name(step.department_id, ctx.locale);
    return ctx.t(step.data.inTime === false ? 'cases.public.note.sign_late' : 'cases.public.note.sign', {
      office,
      duration,
    });
  },
  start: ({ ctx, books }, step) =>
    ctx.t('cases.public.note.start', { office: books.departments.name(step.department_id, ctx.locale) }),
  contact: ({ ctx }, { data }) => ctx.t('cases.public.note.contact', { how: String(data.how ?? '') }),
  close: ({ ctx, story }, { at, data }) => {
    const last = story.steps.filter((step) => ['review', 'rate'].includes(step.act) && step.at <= at).at(-1);
    const how = last?.act === 'rate' && data.how === 'unrated' ? 'rated' : String(data.how ?? '');
    return ctx.t('cases.public.note.close', { how });
  },
  extension_granted: ({ ctx }, { data }) =>
    ctx.t('cases.public.note.extension', {
      n: Number(data.working_days),
      due: formatDate(String(data.dueAt ?? ''), uiSettings(ctx), 'date'),
    }),
  supervise: ({ ctx }, { data }) =>
    ctx.t('cases.public.note.supervise', { due: formatDate(String(data.dueAt ?? ''), uiSettings(ctx), 'date') }),
  reopen: ({ ctx }, { data, text }) => (data.why === 'promise' ? ctx.t('cases.public.note.reopen_promise') : text),
  hide: ({ ctx }, { data }) => ctx.t('cases.public.note.hide', { rule: String(data.rule ?? '') }),
  forum_answer: ({ ctx }, { data, text }) => {
    const href = safeHref(String(data.answerUrl ?? ''));
    return (
      <>
        <Pre text={text} links={false} />
        {href && (
          <a href={href} rel="nofollow ugc noopener">
            {ctx.t('cases.public.note.forum_answer')}
          </a>
        )}
      </>
    );
  },
};

const saidActs = new Set(['question', 'answer', 'addition', 'promise_kept', 'appeal']);
/** Steps said in one line; a step of a kind that nobody gave words to is left out. */
const lineActs = new Set([
  ...Object.keys(notes),
  'withdraw',
  'send_back',
  'ended',
  'promise_broken',
  'restore',
  'unpublish',
]);
// keys: cases.public.step.*

function entryOf(telling: Telling, step: Step, lastReply: string | undefined): TimelineEntry | null {
  if (step.act === 'submit') return letterEntry(telling, step);
  if (step.act === 'review') return replyEntry(telling, step, step.id === lastReply);
  if (step.act === 'rate') return ratingEntry(telling, step);
  if (saidActs.has(step.act)) return saidEntry(telling, step);
  if (!lineActs.has(step.act)) return null;
  const note = notes[step.act] ? notes[step.act]?.(telling, step) : step.text;
  if (step.act === 'forum_answer')
    return { at: step.at, step: telling.ctx.t('cases.public.step.forum_answer'), body: <div>{note}</div> };
  return { at: step.at, step: telling.ctx.t(`cases.public.step.${step.act}`), note };
}

/** Letters joined one after the other are one line: how many, and which of them are public. */
function joinMerges(steps: readonly Step[]): Step[] {
  const joined: Step[] = [];
  for (const step of steps) {
    const last = joined.at(-1);
    const numbers = typeof step.data.number === 'string' ? [step.data.number] : [];
    if (step.act !== 'merged_here') joined.push(step);
    else if (last?.act === 'merged_here')
      last.data = { n: Number(last.data.n) + 1, numbers: [...(last.data.numbers as string[]), ...numbers] };
    else joined.push({ ...step, data: { n: 1, numbers } });
  }
  return joined;
}

/** The steps of a case in words, oldest first. */
export function storyEntries(telling: Telling): TimelineEntry[] {
  const steps = joinMerges(telling.story.steps);
  const lastReply = steps.filter((step) => step.act === 'review').at(-1)?.id;
  return steps.flatMap((step) => entryOf(telling, step, lastReply) ?? []);
}
