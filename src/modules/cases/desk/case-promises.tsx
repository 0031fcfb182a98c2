import { dateWords, localDate } from '../../../kernel/time/index.ts';
import { DeskSection } from '../../../ui/desk.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { PromiseEntry } from '../promises/promises.queries.ts';

const tones = { open: 'open', kept: 'ok', broken: 'no' } as const;

/** 答应的事 of one case, with how each stands. */
export function CasePromises({ promises, linked }: { promises: readonly PromiseEntry[]; linked: boolean }) {
  const ui = useUi();
  if (promises.length === 0) return null;
  const today = localDate(ui.now, ui.timeZone);
  return (
    <DeskSection id="promises" title={ui.t('cases.desk.promised')}>
      <ul class="likes num">
        {promises.map((promise) => (
          <li>
            {linked ? <a href={`/desk/promises/${promise.id}`}>{promise.text}</a> : promise.text}
            <span class="like-facts">
              <span>{dateWords(promise.due_on, { locale: ui.locale, today })}</span>
              <StateMark tone={tones[promise.state]}>{ui.t(`cases.promises.state.${promise.state}`)}</StateMark>
            </span>
          </li>
        ))}
      </ul>
    </DeskSection>
  );
}
