import { newId } from '../../../../kernel/db/index.ts';
import { addDays, atLocal, type LocalDate, type WorkingCalendar } from '../../../../kernel/time/index.ts';
import type { Category } from '../../competition.queries.ts';
import { type Format, type Mode, type Stage, scoringKinds, stageSettings } from '../../competitions.rules.ts';
import { type TemplateStage, templates } from './templates.ts';

type T = (key: string, params?: Record<string, unknown>) => string;

// keys: competitions.organise.template.*
const wordsAt = 'competitions.organise.template';

export type Filled = {
  summary: string;
  rules: string;
  eligibility: string;
  stages: Stage[];
  categories: Category[];
};

const opens = '09:00';
const closes = '18:00';

/** A stage begins in the morning of a working day and ends on the evening of one. */
function spanOf(calendar: WorkingCalendar, first: LocalDate, { kind, days }: TemplateStage): [LocalDate, LocalDate] {
  const from = workdayFrom(calendar, first);
  // A notice stands whole working days after the one on which it is put up.
  if (kind === 'announcement') return [from, calendar.workingDay(from, days)];
  return [from, workdayFrom(calendar, addDays(from, days - 1))];
}

/** The day itself where it is a working day, else the next one. */
function workdayFrom(calendar: WorkingCalendar, day: LocalDate): LocalDate {
  return calendar.isWorkingDay(day) ? day : calendar.workingDay(day, 1);
}

/**
 * The stages of a template from a day on.
 * @throws AppError time.calendar_year_missing where they reach into a year without a calendar
 */
function stagesFrom(calendar: WorkingCalendar, firstDay: LocalDate, stages: readonly TemplateStage[], t: T): Stage[] {
  let next = firstDay;
  let previous = firstDay;
  return stages.map((stage, position) => {
    const [from, to] = spanOf(calendar, stage.beside ? previous : next, stage);
    previous = from;
    if (addDays(to, 1) > next) next = addDays(to, 1);
    return {
      id: newId(),
      position,
      kind: stage.kind,
      title: stage.title ? t(`${wordsAt}.stage.${stage.title}`) : '',
      startsAt: atLocal(from, opens, calendar.zone),
      endsAt: atLocal(to, closes, calendar.zone),
      settings: settingsOf(stage, t),
      closedAt: null,
    } as Stage;
  });
}

function settingsOf({ kind, settings, criteria, teamRoles, levels }: TemplateStage, t: T): unknown {
  return stageSettings[kind].parse({
    ...settings,
    ...(criteria && {
      criteria: criteria.map(([id, weight]) => ({
        id: id.slice(0, 12),
        name: t(`${wordsAt}.criterion.${id}`),
        description: t(`${wordsAt}.criterion_note.${id}`),
        weight,
      })),
    }),
    ...(teamRoles && { teamRoles: teamRoles.map((id) => t(`${wordsAt}.role.${id}`)) }),
    ...(levels && { levels: levels.map(([id, places]) => ({ name: t(`${wordsAt}.level.${id}`), places })) }),
  });
}

/** A showcase ranks nobody: what scores and what announces results falls away. */
function stagesFor(format: Format, mode: Mode): readonly TemplateStage[] {
  const { stages } = templates[format];
  if (mode === 'award') return stages;
  return stages
    .filter(({ kind }) => !scoringKinds.includes(kind) && kind !== 'announcement')
    .map(({ levels, ...stage }) => (stage.kind === 'results' ? { ...stage, title: 'on_show' } : stage));
}

/** Everything that a template gives a new competition, in the language of whoever makes it. */
export function fillTemplate(
  format: Format,
  mode: Mode,
  given: { firstDay: LocalDate; calendar: WorkingCalendar; t: T; department: string; title: string },
): Filled {
  const { t, calendar, firstDay, department, title } = given;
  const words = (part: string) => t(`${wordsAt}.${format}.${part}`, { department, title });
  return {
    summary: words('summary'),
    rules: `${words('rules')}\n\n${t(`${wordsAt}.${mode}_rules`, { department })}`,
    eligibility: words('eligibility'),
    stages: stagesFrom(calendar, firstDay, stagesFor(format, mode), t),
    categories: templates[format].categories.map((id, position) => ({
      id: newId(),
      position,
      name: t(`${wordsAt}.category.${id}`),
      description: '',
    })),
  };
}
