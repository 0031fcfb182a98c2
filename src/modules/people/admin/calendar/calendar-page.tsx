import { addDays, type CalendarDay, dateWords, weekday } from '../../../../kernel/time/index.ts';
import { Button } from '../../../../ui/button.tsx';
import { Choice } from '../../../../ui/choice.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../../ui/form.tsx';
import { Heading, Section } from '../../../../ui/layout.tsx';
import { type MonthDay, Months } from '../../../../ui/month-grid.tsx';
import { EmptyState, Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Tabs } from '../../../../ui/tabs.tsx';
import { versionOf } from '../admin-page.tsx';
import type { StoredYear } from './calendar.queries.ts';
import { yearState } from './change-calendar.ts';

type CalendarPageProps = {
  stored: StoredYear;
  years: readonly number[];
  /** chosen in the grid, or empty */
  day: string;
  /** matters still open that were given a date in this year */
  given: number;
  wrong?: { form: 'days' | 'confirm'; values: FormValues; errors: FormErrors };
};

function kindOf(date: string, special: CalendarDay | undefined): MonthDay['kind'] {
  const weekend = weekday(date) >= 6;
  if (special?.kind === 'holiday') return 'holiday';
  if (special) return weekend ? 'makeup' : 'workday';
  return weekend ? 'weekend' : 'workday';
}

function useMonths({ stored, day: chosen }: CalendarPageProps) {
  const { t, locale } = useUi();
  const special = new Map(stored.days.map((entry) => [entry.date, entry]));
  const months: { title: string; weekdays: string[]; days: MonthDay[] }[] = [];
  const weekdays = [1, 2, 3, 4, 5, 6, 7].map((n) => t(`people.admin.calendar.weekday_${n}`));
  for (let date = `${stored.year}-01-01`; date.startsWith(`${stored.year}-`); date = addDays(date, 1)) {
    if (date.endsWith('-01'))
      months.push({ title: t('people.admin.calendar.month', { n: Number(date.slice(5, 7)) }), weekdays, days: [] });
    const kind = kindOf(date, special.get(date));
    const words = [dateWords(date, { locale }), t(`people.admin.calendar.kind_${kind}`), special.get(date)?.name];
    months.at(-1)?.days.push({
      date,
      kind,
      words: words.filter(Boolean).join(' '),
      href: `/admin/calendar/${stored.year}?day=${date}#days`,
      current: date === chosen,
      ...(kind === 'holiday' && { mark: t('people.admin.calendar.mark_holiday') }),
      ...(kind === 'makeup' && { mark: t('people.admin.calendar.mark_makeup') }),
    });
  }
  return months;
}

/** A year: which days are worked. */
export function CalendarPage(p: CalendarPageProps) {
  const { t } = useUi();
  const { stored } = p;
  const months = useMonths(p);
  const worked = months
    .flatMap(({ days }) => days)
    .filter(({ kind }) => kind === 'workday' || kind === 'makeup').length;
  return (
    <>
      <Heading
        title={t('people.admin.calendar.title_year', { year: String(stored.year) })}
        lead={t('people.admin.calendar.lead')}
        facts={
          <>
            <span>{t('people.admin.calendar.worked', { n: worked })}</span>
            <span>{t('people.admin.calendar.source', { source: stored.source })}</span>
          </>
        }
      />
      <YearLinks year={stored.year} years={p.years} />
      {stored.provisional && <Confirm {...p} />}
      <Months months={months} />
      <DaysForm {...p} />
    </>
  );
}

function DaysForm(p: CalendarPageProps) {
  const { t } = useUi();
  const { stored, wrong } = p;
  return (
    <Section id="days" title={t('people.admin.calendar.change')} note={t('people.admin.calendar.change_note')}>
      {p.given > 0 && (
        <Notice title={t('people.admin.calendar.given', { n: p.given })}>
          <p>{t('people.admin.calendar.given_text')}</p>
        </Notice>
      )}
      <Form
        id="days-form"
        action={`/admin/calendar/${stored.year}/days`}
        values={wrong?.form === 'days' ? wrong.values : stateOf(p)}
        errors={wrong?.form === 'days' ? wrong.errors : undefined}
      >
        <Hidden name="version" value={versionOf(yearState(stored))} />
        <Field
          name="from"
          type="date"
          width="short"
          label={t('people.admin.calendar.from')}
          min={`${stored.year}-01-01`}
          max={`${stored.year}-12-31`}
          required
        />
        <Field
          name="until"
          type="date"
          width="short"
          label={t('people.admin.calendar.until')}
          hint={t('people.admin.calendar.until_hint')}
          min={`${stored.year}-01-01`}
          max={`${stored.year}-12-31`}
          optional
        />
        <Choice
          name="kind"
          legend={t('people.admin.calendar.kind')}
          options={[
            { value: 'holiday', label: t('people.admin.calendar.kind_holiday') },
            {
              value: 'workday',
              label: t('people.admin.calendar.set_workday'),
              note: t('people.admin.calendar.set_workday_note'),
            },
            {
              value: 'rule',
              label: t('people.admin.calendar.set_rule'),
              note: t('people.admin.calendar.set_rule_note'),
            },
          ]}
          required
        />
        <Field
          name="name"
          width="half"
          maxLength={40}
          label={t('people.admin.calendar.name')}
          hint={t('people.admin.calendar.name_hint')}
          optional
        />
        <Actions>
          <Button primary>{t('people.admin.save')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

/** What the chosen day is now. */
function stateOf({ stored, day }: CalendarPageProps): FormValues {
  if (day === '') return {};
  const special = stored.days.find(({ date }) => date === day);
  return { from: day, until: '', kind: special?.kind ?? 'rule', name: special?.name ?? '' };
}

function Confirm({ stored, wrong }: CalendarPageProps) {
  const { t } = useUi();
  const own = wrong?.form === 'confirm' ? wrong : undefined;
  return (
    <Notice tone="warn" title={t('people.admin.calendar.provisional')}>
      <p>{t('people.admin.calendar.provisional_text')}</p>
      <Form id="confirm" action={`/admin/calendar/${stored.year}/confirm`} values={own?.values} errors={own?.errors}>
        <Hidden name="version" value={versionOf(yearState(stored))} />
        <Field
          name="source"
          width="half"
          maxLength={200}
          label={t('people.admin.calendar.notice')}
          hint={t('people.admin.calendar.notice_hint')}
          optional
        />
        <Actions>
          <Button small>{t('people.admin.calendar.confirm')}</Button>
        </Actions>
      </Form>
    </Notice>
  );
}

/** The years there are, and the one that is to be put in next. */
function YearLinks({ year, years }: { year: number; years: readonly number[] }) {
  const { t } = useUi();
  const next = (years.at(-1) ?? year - 1) + 1;
  const shown = [...new Set([...years, year, next])].sort((a, b) => a - b);
  return (
    <Tabs
      label={t('people.admin.calendar.years')}
      items={shown.map((each) => ({
        href: `/admin/calendar/${each}`,
        label: years.includes(each) ? String(each) : t('people.admin.calendar.year_not_there', { year: String(each) }),
        current: each === year,
      }))}
    />
  );
}

/** A year that nobody put in: nothing can be counted into it. */
export function YearMissingPage({ year, years }: { year: number; years: readonly number[] }) {
  const { t } = useUi();
  return (
    <>
      <Heading title={t('people.admin.calendar.title_year', { year: String(year) })} />
      <YearLinks year={year} years={years} />
      <EmptyState title={t('people.admin.calendar.missing')}>
        <p>{t('people.admin.calendar.missing_text')}</p>
      </EmptyState>
      <form action={`/admin/calendar/${year}/add`} method="post">
        <Button primary>{t('people.admin.calendar.add')}</Button>
      </form>
    </>
  );
}
