import type { ComponentChildren } from 'preact';
import type { Kernel } from '../../../kernel/kernel.ts';
import { wordBreaks } from '../../../kernel/text/index.ts';
import { addDays, dateWords, daysBetween, localDate, startOfDay, weekday } from '../../../kernel/time/index.ts';
import { Answer, Pair } from '../../../ui/answer.tsx';
import { ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime, formatNumber } from '../../../ui/date-time.tsx';
import { Chapter, Do, Find, Heading, Opening } from '../../../ui/layout.tsx';
import { Letter } from '../../../ui/letter.tsx';
import { Rows, Tasks, Toc } from '../../../ui/lists.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { type RateFigure, Rings } from '../../../ui/rings.tsx';
import { Meta, Title } from '../../../ui/text.tsx';
import { totalFigures } from '../statistics/figures.queries.ts';
import { type PublishedRate, ratesOf } from '../statistics/figures.rules.ts';
import type { CaseBooks } from './case-books.ts';
import { caseMeta } from './case-page.tsx';
import { stateWords } from './case-state.ts';
import { type AnsweredCase, answersSince, countAnswers, type ListedPromise, listPromises } from './home.queries.ts';
import { searchedWords } from './search-words.ts';

const week_days = 7;

/** Everything that the home page shows, read at once. */
export async function loadHome(k: Kernel) {
  const zone = k.config.TIME_ZONE;
  const today = localDate(k.clock.now(), zone);
  // Monday to Sunday of the week before this one.
  const monday = addDays(today, -(weekday(today) - 1) - week_days);
  const sunday = addDays(monday, week_days - 1);
  const since = startOfDay(addDays(today, -week_days), zone);
  const [figures, lately, answered, promises, words] = await Promise.all([
    totalFigures(k.db, { from: monday, until: sunday }),
    answersSince(k.db, since, 5),
    countAnswers(k.db, since),
    listPromises(k.db, 'open', null, 4, zone),
    searchedWords(k),
  ]);
  return { today, monday, sunday, figures, lately, answered, promises, words };
}
export type Home = Awaited<ReturnType<typeof loadHome>>;
type HomeProps = { ctx: PageContext; books: CaseBooks; home: Home };
/** `parts`: chapters of other modules, what the city asks for now. */
type WithParts = HomeProps & { parts: readonly ComponentChildren[] };

function rateFigure({ t, locale }: PageContext, rate: PublishedRate): RateFigure {
  const excluded = rate.excluded.map(({ why, n }) => t(`cases.public.rate.${why}`, { n: formatNumber(n, locale) }));
  return {
    label: t(`cases.public.rate.${rate.name}`),
    numerator: rate.numerator,
    denominator: rate.denominator,
    numeratorLabel: t(`cases.public.rate.${rate.name}_of`),
    denominatorLabel: t(`cases.public.rate.${rate.name}_out_of`),
    ...(excluded.length > 0 ? { excluded: excluded.join(t('ui.list.and')) } : {}),
  };
}

function WeekRings({ ctx, home }: { ctx: PageContext; home: Home }) {
  const { t, locale } = ctx;
  const rates = ratesOf(home.figures);
  const day = (date: string) => dateWords(date, { locale, today: home.today, weekday: false });
  return (
    <Rings
      title={t('cases.public.home.week')}
      note={t('cases.public.home.week_note', {
        from: day(home.monday),
        until: day(home.sunday),
        n: formatNumber(home.figures.received, locale),
      })}
      figures={[rateFigure(ctx, rates.signed), rateFigure(ctx, rates.in_time), rateFigure(ctx, rates.solved)]}
      source={{ href: '/statistics', label: t('cases.public.home.check') }}
    />
  );
}

function usedWords(ctx: PageContext, one: AnsweredCase): string {
  const days = Math.max(
    0,
    Math.round((one.publishedAt.getTime() - (one.acceptedAt ?? one.submittedAt).getTime()) / 86_400_000),
  );
  return ctx.t('cases.public.home.took', { days });
}

function AnsweredPair({ ctx, books, one }: { ctx: PageContext; books: CaseBooks; one: AnsweredCase }) {
  const { t } = ctx;
  const state = stateWords(t, one);
  const name = one.displayName || t('cases.public.somebody');
  return (
    <Pair>
      <article>
        <Meta
          items={[
            t('cases.public.home.from', { name }),
            caseMeta(ctx, books, {
              kind: one.kind,
              category_id: null,
              district_id: one.districtId,
              address: one.address,
            })[1],
            <DateTime value={one.submittedAt} form="date" />,
          ]}
        />
        <h3>
          <a href={`/cases/${one.number}`}>
            <Title pieces={wordBreaks(one.title)} />
          </a>
        </h3>
        <Letter text={shorten(one.body, 130)} lang={ctx.locale === 'en' ? 'zh-Hans' : undefined} />
      </article>
      <Answer
        as="article"
        office={books.departments.name(one.departmentId, ctx.locale)}
        seal={t('cases.public.seal')}
        notes={[
          <>
            <DateTime value={one.publishedAt} form="date" /> {usedWords(ctx, one)}
          </>,
        ]}
        text={shorten(one.reply, 130)}
      >
        <More>
          <VerbLink href={`/cases/${one.number}`} label={t('cases.public.home.read_label', { title: one.title })}>
            {t('cases.public.home.read')}
          </VerbLink>
          <StateMark tone={state.tone}>{state.word}</StateMark>
        </More>
      </Answer>
    </Pair>
  );
}

/** The beginning of a text, cut behind a sentence where one ends near there. */
export function shorten(text: string, characters: number): string {
  const all = [...text];
  if (all.length <= characters) return text;
  const cut = all.slice(0, characters).join('');
  const end = Math.max(cut.lastIndexOf('。'), cut.lastIndexOf('！'), cut.lastIndexOf('？'), cut.lastIndexOf('. '));
  return end > characters * 0.6 ? `${cut.slice(0, end + 1)}……` : `${cut}……`;
}

function Answers({ ctx, books, home }: HomeProps) {
  const { t, locale } = ctx;
  const [first, ...others] = home.lately;
  if (!first) return null;
  return (
    <Chapter id="answers" title={t('cases.public.home.answers')} note={t('cases.public.home.answers_note')}>
      <AnsweredPair ctx={ctx} books={books} one={first} />
      {others.length > 0 && (
        <Rows
          entries={others.map((one) => {
            const state = stateWords(t, one);
            return {
              href: `/cases/${one.number}`,
              title: wordBreaks(one.title),
              facts: [
                books.departments.name(one.departmentId, locale),
                usedWords(ctx, one),
                <StateMark tone={state.tone}>{state.word}</StateMark>,
              ],
            };
          })}
        />
      )}
      <More>
        <VerbLink href="/cases">
          {t('cases.public.home.all_answers', { n: formatNumber(home.answered, locale) })}
        </VerbLink>
      </More>
    </Chapter>
  );
}

/** A promise as a line with what is left of its time. */
export function promiseEntry(ctx: PageContext, books: CaseBooks, promise: ListedPromise, today: string) {
  const left = daysBetween(today, promise.dueOn);
  const words =
    promise.state === 'kept'
      ? ctx.t('cases.public.promise.kept', {
          days: Math.max(0, daysBetween(promise.dueOn, promise.settledOn ?? promise.dueOn)),
        })
      : promise.state === 'broken'
        ? ctx.t('cases.public.promise.broken')
        : ctx.t('cases.public.promise.left', { days: left });
  return {
    title: wordBreaks(promise.text),
    href: `/cases/${promise.number}`,
    left: words,
    soon: promise.state === 'broken' || (promise.state === 'open' && left <= 3),
    note: ctx.t('cases.public.promise.by', {
      office: books.departments.name(promise.departmentId, ctx.locale),
      title: promise.title,
      day: dateWords(promise.dueOn, { locale: ctx.locale, today, weekday: false }),
    }),
  };
}

function Promises({ ctx, books, home }: HomeProps) {
  if (home.promises.length === 0) return null;
  return (
    <Chapter id="promises" title={ctx.t('cases.public.home.promises')} note={ctx.t('cases.public.home.promises_note')}>
      <Toc entries={home.promises.map((promise) => promiseEntry(ctx, books, promise, home.today))} />
      <More>
        <VerbLink href="/promises">{ctx.t('cases.public.home.all_promises')}</VerbLink>
      </More>
    </Chapter>
  );
}

/** The home page: write, find, see what came of it. */
export function HomePage({ ctx, books, home, parts }: WithParts) {
  const { t, city } = ctx;
  return (
    <>
      <Opening
        almanac={[<DateTime value={ctx.now ?? new Date(0)} form="weekday" />]}
        title={
          <>
            {t('cases.public.home.title_1')}
            <br />
            {t('cases.public.home.title_2')}
          </>
        }
        lead={t('cases.public.home.lead')}
        aside={<WeekRings ctx={ctx} home={home} />}
      >
        <Do tel={{ number: city.hotline, before: t('cases.public.home.or_call') }}>
          <ButtonLink href="/cases/new" primary icon="pen">
            {t('cases.public.home.write')}
          </ButtonLink>
          <VerbLink href="/me/cases">{t('cases.public.home.my_letters')}</VerbLink>
        </Do>
        <Find
          action="/cases"
          label={t('cases.public.find.label')}
          placeholder={t('cases.public.find.placeholder')}
          asked={{
            label: t('cases.public.home.asked'),
            items: home.words.map((word) => ({ label: word, href: `/cases?q=${encodeURIComponent(word)}` })),
          }}
        />
      </Opening>
      {parts}
      <Answers ctx={ctx} books={books} home={home} />
      <Promises ctx={ctx} books={books} home={home} />
    </>
  );
}

/** The same for elder eyes and hands: what one can do, one under the other. */
export function ElderHome({ ctx, home, parts }: WithParts) {
  const { t } = ctx;
  return (
    <>
      <Heading
        over={<DateTime value={ctx.now ?? new Date(0)} form="weekday" />}
        title={t('cases.public.elder.title')}
      />
      <Tasks
        label={t('cases.public.elder.title')}
        entries={[
          { href: '/cases/new', icon: 'pen', title: t('cases.public.home.write'), note: t('cases.public.elder.write') },
          {
            href: '/me/cases',
            icon: 'track',
            title: t('cases.public.home.my_letters'),
            note: t('cases.public.elder.mine'),
          },
          { href: '/cases', icon: 'mail', title: t('cases.public.list.title'), note: t('cases.public.elder.read') },
          {
            href: '/promises',
            icon: 'cal',
            title: t('cases.public.home.promises'),
            note: t('cases.public.elder.promises'),
          },
        ]}
      />
      {parts}
      {home.lately.length > 0 && (
        <Chapter id="answers" title={t('cases.public.home.answers')}>
          <Rows
            entries={home.lately.slice(0, 3).map((one) => {
              const state = stateWords(t, one);
              return {
                href: `/cases/${one.number}`,
                title: wordBreaks(one.title),
                facts: [<StateMark tone={state.tone}>{state.word}</StateMark>],
              };
            })}
          />
        </Chapter>
      )}
    </>
  );
}
