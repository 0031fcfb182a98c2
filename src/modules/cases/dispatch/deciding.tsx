import { localised } from '../../../kernel/i18n/index.ts';
import { durationWords, workdayCells } from '../../../kernel/time/index.ts';
import { formatDate, formatNumber } from '../../../ui/date-time.tsx';
import { DeskSection, type SuggestionOption, Suggestions } from '../../../ui/desk.tsx';
import { WorkdayCells } from '../../../ui/due.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Hidden, useForm } from '../../../ui/form.tsx';
import { type UiSettings, useUi } from '../../../ui/page-context.ts';
import { kinds } from '../cases.rules.ts';
import type { MatterView } from '../matter/index.ts';
import type { Deciding, InHand, LimitOption } from './desk-view.ts';
import { categorySuggestions, departmentSuggestions, type Suggested } from './names-typed.ts';
import type { Reason } from './routing-suggestion.ts';

/** What can be typed into the fields for departments and categories; stands once on the page. */
export function NameLists({ matter }: { matter: MatterView }) {
  const { locale } = useUi();
  const { departments, categories } = matter;
  const options = (items: Suggested[]) => items.map(({ value, label }) => <option value={value} label={label} />);
  return (
    <>
      <datalist id="departments-list">
        {options(departmentSuggestions(departments, ({ id }) => departments.name(id, locale)))}
      </datalist>
      <datalist id="categories-list">
        {options(categorySuggestions(categories, ({ name }) => localised(name, locale)))}
      </datalist>
    </>
  );
}

/** 派给谁: three suggestions with their reasons, or any department by typing; co-handlers. */
export function WhomTo({ inHand, deciding }: { inHand: InHand; deciding: Deciding }) {
  const { t, locale } = useUi();
  const { matter } = inHand;
  const { departments } = matter;
  const form = useForm();
  const { suggestion } = deciding;
  const options = suggestedOptions(inHand, deciding, { t, locale });
  const first = suggestion.departments.find(({ departmentId }) => departmentId === options[0]?.value);
  const n = departments.all.filter(({ active }) => active).length;
  options.push({
    value: 'other',
    label: t('cases.dispatch.other'),
    keyHint: String(options.length + 1),
    why: t('cases.dispatch.other_how', { n: formatNumber(n, locale) }),
  });
  const chosen = form.values.lead;
  return (
    <DeskSection
      id="to"
      title={t('cases.dispatch.to')}
      end={t(suggestion.learnedFrom > 0 ? 'cases.dispatch.by_model' : 'cases.dispatch.by_names', {
        n: formatNumber(suggestion.learnedFrom, locale),
      })}
    >
      <Suggestions
        name="lead"
        label={t('cases.dispatch.to')}
        options={options}
        value={typeof chosen === 'string' ? chosen : (options[0]?.value ?? 'other')}
      />
      <Field
        name="leadName"
        label={t('cases.dispatch.lead_name')}
        labelHidden
        listId="departments-list"
        autocomplete="off"
        keyHint="0"
        placeholder={t('cases.dispatch.lead_placeholder')}
      />
      {suggestion.learnedFrom === 0 && <p class="quiet">{t('cases.dispatch.few_cases')}</p>}
      {first && <Hidden name="suggested" value={`${first.departmentId} ${first.confidence.toFixed(3)}`} />}
      <CoHandlers inHand={inHand} deciding={deciding} />
    </DeskSection>
  );
}

/** The likeliest three; on a return without the one that returns it, with those it names and those that help already. */
function suggestedOptions(
  { matter }: InHand,
  { suggestion }: Deciding,
  ui: Pick<UiSettings, 't' | 'locale'>,
): SuggestionOption[] {
  const { t, locale } = ui;
  const { row, openReturn, departments, coHandlers } = matter;
  const asked = openReturn?.suggestedDepartmentId ?? null;
  const options = new Map<string, SuggestionOption>();
  const add = (value: string, why: string[], fit?: number) => {
    if (value === row.lead_department_id || options.has(value)) return;
    options.set(value, {
      value,
      label: departments.name(value, locale),
      fit,
      why: why.join(t('cases.dispatch.semicolon')),
    });
  };
  if (asked) add(asked, [t('cases.dispatch.why.asked')]);
  for (const { departmentId, confidence, reasons } of suggestion.departments)
    add(
      departmentId,
      reasons.map((reason) => reasonWords(reason, matter, ui)),
      confidence,
    );
  if (openReturn) for (const { departmentId } of coHandlers) add(departmentId, [t('cases.dispatch.why.helps')]);
  return [...options.values()].slice(0, 3).map((option, i) => ({ ...option, keyHint: String(i + 1) }));
}

function CoHandlers({ inHand, deciding }: { inHand: InHand; deciding: Deciding }) {
  const { t, locale } = useUi();
  const form = useForm();
  const { matter } = inHand;
  const categoryId = matter.row.category_id ?? deciding.suggestion.categories[0]?.categoryId;
  const usual =
    matter.coHandlers.length > 0
      ? matter.coHandlers.map(({ departmentId }) => departmentId)
      : (matter.categories.get(categoryId)?.coHandlerIds ?? []);
  const typed = form.values.co;
  const chosen = typed === undefined ? usual : typeof typed === 'string' ? [typed] : typed;
  const shown = [...new Set([...usual, ...chosen])];
  return (
    <>
      {shown.map((id) => (
        <Checkbox
          name="co"
          value={id}
          label={t('cases.dispatch.co_handler', { name: matter.departments.name(id, locale) })}
          checked={chosen.includes(id)}
        />
      ))}
      <Field
        name="coNames"
        label={t('cases.dispatch.co_more')}
        listId="departments-list"
        autocomplete="off"
        keyHint="H"
        placeholder={t('cases.dispatch.co_placeholder')}
      />
    </>
  );
}

function reasonWords(
  reason: Reason,
  { categories }: MatterView,
  { t, locale }: Pick<UiSettings, 't' | 'locale'>,
): string {
  if (reason.why === 'similar') return t('cases.dispatch.why.similar', { n: reason.n });
  const category = categories.name(reason.categoryId, locale);
  if (reason.why === 'catalogue') return t('cases.dispatch.why.catalogue', { category });
  return t('cases.dispatch.why.past', { category, of: reason.of, n: reason.n, returned: reason.returned });
}

/** Kind, matter, urgency and limit, each with the date it gives. */
export function WhatItIs({ inHand, deciding }: { inHand: InHand; deciding: Deciding }) {
  const ui = useUi();
  const { t, locale } = ui;
  const { row, categories } = inHand.matter;
  const likely = deciding.suggestion.categories;
  const shown = row.category_id ?? likely[0]?.categoryId ?? null;
  const category = categories.get(shown);
  const others = likely
    .filter(({ categoryId }) => categoryId !== shown)
    .map(({ categoryId, confidence }) => `${categories.name(categoryId, locale)} ${Math.round(confidence * 100)}%`);
  const typed = useForm().values;
  return (
    <DeskSection id="what" title={t('cases.dispatch.what')}>
      <Field
        name="kind"
        type="select"
        label={t('cases.dispatch.kind')}
        value={typed.kind === undefined ? row.kind : undefined}
        options={kinds.map((kind) => ({ value: kind, label: t(`cases.kind.${kind}`) }))}
      />
      <Field
        name="category"
        label={t('cases.dispatch.category')}
        listId="categories-list"
        autocomplete="off"
        keyHint="C"
        value={
          typed.category === undefined
            ? category
              ? `${category.code} ${categories.name(category.id, locale)}`
              : ''
            : undefined
        }
        hint={
          others.length > 0
            ? t('cases.dispatch.category_maybe', { names: others.join(t('cases.matter.and')) })
            : t('cases.dispatch.category_hint')
        }
      />
      {row.accepted_at === null && (
        <Checkbox
          name="urgent"
          label={t('cases.dispatch.urgent')}
          checked={typed.urgent === undefined ? row.urgent : undefined}
        />
      )}
    </DeskSection>
  );
}

/** 期限: what is due when, and the working days until then. */
export function Limits({ inHand, deciding }: { inHand: InHand; deciding: Deciding }) {
  const ui = useUi();
  const { t } = ui;
  const { matter } = inHand;
  const standard = deciding.limits.find(({ kind }) => kind === deciding.standard);
  const due = matter.row.due_at ?? standard?.dueAt ?? null;
  const accepted = matter.row.accepted_at ?? ui.now;
  return (
    <DeskSection id="limits" title={t('cases.dispatch.limits')}>
      <Field
        name="limitKind"
        type="select"
        label={t('cases.dispatch.limit')}
        keyHint="T"
        options={[
          { value: '', label: standard ? t('cases.dispatch.limit_auto', { limit: limitWords(standard, ui) }) : '' },
          ...deciding.limits.map((option) => ({ value: option.kind, label: limitWords(option, ui) })),
        ]}
      />
      <Facts
        ruled
        items={[
          {
            label: t('cases.dispatch.sign_by'),
            value: <b>{formatDate(deciding.signDueAt, ui, 'auto')}</b>,
            end: durationWords(deciding.signDueAt.getTime() - ui.now.getTime(), ui.locale),
          },
          { label: t('cases.dispatch.return_by'), value: formatDate(deciding.returnDueAt, ui, 'weekday') },
          due && { label: t('cases.dispatch.reply_by'), value: <b>{formatDate(due, ui, 'datetime')}</b> },
        ]}
      />
      {due && <DueCells accepted={accepted} due={due} returnBy={deciding.returnDueAt} matter={matter} />}
    </DeskSection>
  );
}

function limitWords({ kind, limit, dueAt }: LimitOption, ui: UiSettings): string {
  return ui.t('cases.dispatch.limit_option', {
    limit: ui.t(`cases.limit.${kind}`, { amount: limit.amount }),
    due: formatDate(dueAt, ui, limit.unit === 'working_days' ? 'weekday' : 'auto'),
  });
}

/** The working days from acceptance to the due day, with the last day for a return. */
export function DueCells(p: { accepted: Date; due: Date; returnBy?: Date; matter: Pick<MatterView, 'calendar'> }) {
  const ui = useUi();
  const { t, now } = ui;
  const bar = workdayCells({ accepted: p.accepted, due: p.due, now, calendar: p.matter.calendar });
  if (bar.cells.length === 0) return null;
  const returnDay = p.returnBy ? p.returnBy.toLocaleDateString('en-CA', { timeZone: ui.timeZone }) : '';
  const cells = bar.cells.flatMap((cell) => [
    ...(cell.gap ? [{ kind: 'gap' as const }] : []),
    {
      kind: 'day' as const,
      label: String(cell.day),
      note: cell.due
        ? t('cases.dispatch.cell_reply')
        : cell.date === returnDay
          ? t('cases.dispatch.cell_return')
          : undefined,
      done: cell.done,
      end: cell.due,
      late: cell.late,
    },
  ]);
  return (
    <WorkdayCells
      cells={cells}
      crowded={bar.cells.length > 8}
      label={t('cases.dispatch.cells', { total: bar.total, used: bar.used, due: formatDate(p.due, ui, 'date') })}
    />
  );
}
