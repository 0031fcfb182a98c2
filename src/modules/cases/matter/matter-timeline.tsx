import type { ComponentChildren } from 'preact';
import { Answer } from '../../../ui/answer.tsx';
import { formatDate } from '../../../ui/date-time.tsx';
import { Enclosures } from '../../../ui/enclosures.tsx';
import { type UiSettings, useUi } from '../../../ui/page-context.ts';
import { Timeline, type TimelineEntry } from '../../../ui/timeline.tsx';
import type { Step } from '../case.queries.ts';
import type { MatterView } from './load-matter.ts';
import { enclosuresOf } from './matter-letter.tsx';

/** Everything that happened, oldest first, the internal steps too and marked so. For staff only. */
export function MatterTimeline({ matter }: { matter: MatterView }) {
  const ui = useUi();
  const steps = matter.steps.map((step) => ({ at: step.at, entry: entryOf(step, matter, ui) }));
  const notes = matter.notes.map((note) => ({
    at: note.at,
    entry: {
      at: note.at,
      step: ui.t('cases.matter.step.note'),
      note: line(
        ui,
        [matter.names.get(note.byId), matter.departments.name(note.departmentId, ui.locale)],
        note.text,
        false,
      ),
    },
  }));
  const entries = [...steps, ...notes].sort((a, b) => a.at.getTime() - b.at.getTime()).map(({ entry }) => entry);
  return <Timeline label={ui.t('cases.matter.timeline')} entries={entries} />;
}

const turningPoints = new Set(['send_back', 'reopen', 'promise_broken', 'supervise']);

function entryOf(step: Step, matter: MatterView, ui: UiSettings): TimelineEntry {
  const { t } = ui;
  const who = [
    step.actor_id ? matter.names.get(step.actor_id) : undefined,
    matter.departments.name(step.department_id, ui.locale),
  ];
  const base = { at: step.at, step: stepWords(step, t), key: turningPoints.has(step.act) };
  const reply = step.act === 'review' ? matter.replies.find((one) => one.id === step.data.replyId) : undefined;
  if (reply) {
    const files = enclosuresOf(matter.files.filter((file) => file.of === 'reply' && file.ofId === reply.id));
    return {
      ...base,
      body: (
        <Answer office={matter.departments.name(reply.departmentId, ui.locale)} text={reply.text}>
          <Enclosures items={files} />
        </Answer>
      ),
    };
  }
  const files = matter.files.filter((file) => file.ofId !== null && file.ofId === step.data.messageId);
  return {
    ...base,
    note: (
      <>
        {line(ui, who, [detailWords(step, matter, ui), step.text].filter(Boolean).join(' '), step.public)}
        <Enclosures items={enclosuresOf(files)} />
      </>
    ),
  };
}

/** The act in a word of the offices; one that this program does not know yet is shown as it is stored. */
function stepWords(step: Step, t: UiSettings['t']): string {
  return knownSteps.has(step.act) ? t(`cases.matter.step.${step.act}`) : step.act;
}

const knownSteps = new Set(
  (
    'submit accept decline merge merged_here withdraw dispatch opinion sign request_return reassign ruling refuse_return start contact ' +
    'contact_note request_extension extension_granted extension_refused question answer addition opinion_given reply review ' +
    'return_to_author rate call_back_missed close send_back reopen request_ending ended ending_refused supervise order ' +
    'supervision_lifted archive forum_answer promise_kept promise_broken note hide restore department_merged'
  ).split(' '),
);

function detailWords({ data, act }: Step, matter: MatterView, ui: UiSettings): string {
  const { t } = ui;
  const due = typeof data.dueAt === 'string' ? formatDate(data.dueAt, ui, 'datetime') : '';
  switch (act) {
    case 'accept':
    case 'supervise':
      return due && t('cases.matter.detail.due', { due });
    case 'request_extension':
    case 'extension_granted':
      return t('cases.matter.detail.days', { n: Number(data.working_days ?? 0) });
    case 'merge':
    case 'merged_here':
      return String(data.into ?? data.number ?? '');
    case 'rate':
      return t('cases.matter.detail.rated', {
        outcome: Number(data.outcome ?? 0),
        attitude: Number(data.attitude ?? 0),
        speed: Number(data.speed ?? 0),
        solved: data.solved ? 'yes' : 'no',
      });
    case 'dispatch': {
      const ids = Array.isArray(data.coHandlerIds) ? data.coHandlerIds.map(String) : [];
      const names = ids.map((id) => matter.departments.name(id, ui.locale)).join(t('cases.matter.and'));
      return names && t('cases.matter.detail.helped_by', { names });
    }
    case 'department_merged':
      return matter.departments.name(String(data.from ?? ''), ui.locale);
    default:
      return '';
  }
}

function line(
  { t }: UiSettings,
  who: readonly (string | undefined)[],
  text: string,
  isPublic: boolean,
): ComponentChildren {
  const said = who.filter(Boolean).join(' ');
  return (
    <>
      {!isPublic && <span class="tag">{t('cases.matter.internal')}</span>} {said}
      {said && text && t('cases.matter.says')}
      {text}
    </>
  );
}
