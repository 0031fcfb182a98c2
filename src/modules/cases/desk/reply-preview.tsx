import type { ComponentChildren } from 'preact';
import { dateWords, localDate } from '../../../kernel/time/index.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Enclosures } from '../../../ui/enclosures.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { enclosuresOf } from '../matter/index.ts';
import type { DeskMatter, DeskView } from './desk-view.ts';

/** A reply as everybody will see it. */
export function ReplyPreview({ view, desk, foot }: { view: DeskView; desk: DeskMatter; foot?: ComponentChildren }) {
  const ui = useUi();
  const { reply, matter } = desk;
  if (!reply) return null;
  const today = localDate(ui.now, ui.timeZone);
  const files = matter.files.filter((file) => file.of === 'reply' && file.ofId === reply.id);
  return (
    <Answer office={view.departments.name(reply.department_id, ui.locale)} text={reply.text} foot={foot}>
      {reply.promises.length > 0 && (
        <>
          <p>
            <b>{ui.t('cases.desk.promised')}</b>
          </p>
          <ol class="points">
            {reply.promises.map((promise) => (
              <li>
                {ui.t('cases.desk.promise_line', {
                  text: promise.text,
                  day: promise.dueOn
                    ? dateWords(promise.dueOn, { locale: ui.locale, today, weekday: false })
                    : ui.t('cases.desk.no_date'),
                })}
              </li>
            ))}
          </ol>
        </>
      )}
      <Enclosures items={enclosuresOf(files)} />
    </Answer>
  );
}

/** Who wrote, when, and which version. */
export function savedWords(
  desk: DeskMatter,
  t: (key: string, params?: Record<string, unknown>) => string,
  when: string,
) {
  const { reply, names } = desk;
  const by = reply?.updated_by_id ? (names.get(reply.updated_by_id) ?? '') : '';
  return reply ? t('cases.desk.saved', { by, when, version: reply.version }) : '';
}
