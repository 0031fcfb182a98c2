import type { LoopbackMessage } from '../../../kernel/notify/index.ts';
import { DateTime } from '../../../ui/date-time.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { Pre } from '../../../ui/text.tsx';

export type DemoCode = { name: string; email: string; code: string; seconds: number };

/** What the demo's people would have received, and what their apps would show. */
export function DemoMessagesPage(p: {
  messages: LoopbackMessage[];
  codes: DemoCode[];
  factors: boolean;
  still: boolean;
}) {
  const { t } = useUi();
  return (
    <>
      <Heading
        title={t('people.demo.title')}
        lead={t('people.demo.lead')}
        end={
          <a class="btn small" href={p.still ? '/demo/messages' : '/demo/messages?still=1'}>
            {t(p.still ? 'people.demo.go_on' : 'people.demo.stop')}
          </a>
        }
      />
      {p.factors && (
        <Section id="demo-codes" title={t('people.demo.codes')} note={t('people.demo.codes_note')}>
          <Table
            caption={t('people.demo.codes')}
            captionHidden
            columns={[
              { label: t('people.demo.who'), head: true, cell: (row) => row.name },
              { label: t('people.demo.email'), cell: (row) => row.email },
              {
                label: t('people.demo.code'),
                cell: (row) => (
                  <b class="num" data-code={row.email}>
                    {row.code.slice(0, 3)} {row.code.slice(3)}
                  </b>
                ),
              },
              { label: t('people.demo.left'), cell: (row) => t('people.demo.seconds', { seconds: row.seconds }) },
            ]}
            rows={p.codes}
            empty={t('people.demo.no_codes')}
          />
        </Section>
      )}
      <Section id="demo-messages" title={t('people.demo.messages')}>
        {p.messages.length === 0 && <EmptyState title={t('people.demo.no_messages')} />}
        {p.messages.map((message) => (
          <article class="demo-message">
            <p class="over">
              {t(`people.demo.channel_${message.channel}`)} {message.to.slice(0, 80)}{' '}
              <DateTime value={message.at} form="exact" />
            </p>
            {message.subject && <h3>{message.subject}</h3>}
            <Pre text={message.text} />
          </article>
        ))}
      </Section>
    </>
  );
}
