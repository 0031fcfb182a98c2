import { Button, ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Acts, CaseLayout, Heading, Section, SideSection } from '../../../ui/layout.tsx';
import { Tasks } from '../../../ui/lists.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import type { Consultation } from '../consultation.queries.ts';
import { publicHref } from '../consultation-href.ts';
import type { Status } from '../consultations.rules.ts';
import { periodWords } from '../period-words.ts';
import type { PublicNote } from './convene.queries.ts';
import { statusTones } from './list-page.tsx';
import type { MissingPart } from './opening.ts';

// keys: consultations.kind.*, consultations.status.*, consultations.convene.missing.*, consultations.convene.go.*

export type OverviewProps = {
  consultation: Consultation;
  status: Status;
  today: string;
  department: string;
  works: boolean;
  missing: readonly MissingPart[];
  notes: readonly PublicNote[];
  contributions: number;
  note: { values: FormValues; errors: FormErrors };
};

/** Where a missing part is put right. */
const pageOf: Record<MissingPart, string> = {
  summary: 'details',
  explanation: 'details',
  first_day: 'details',
  short_reason: 'details',
  email: 'details',
  text: 'text',
  statements: 'statements',
};

/** Where the work of each kind is done. */
const workOf = { draft: ['text', 'opinions', 'hearings', 'result'], ideas: ['ideas'], map: ['statements'] } as const;

/** What a consultation is waiting for, where it is worked on, and what can be done to it as a whole. */
export function OverviewPage(p: OverviewProps) {
  const { t } = useUi();
  const { consultation, status } = p;
  return (
    <CaseLayout
      heading={
        <Heading
          title={consultation.title}
          over={
            <>
              <span>{t(`consultations.kind.${consultation.kind}`)}</span>
              <StateMark tone={statusTones[status]}>{t(`consultations.status.${status}`)}</StateMark>
            </>
          }
          lead={consultation.summary}
        />
      }
      after={<Side {...p} />}
      afterLabel={t('consultations.convene.overview.side')}
    >
      {status === 'cancelled' && (
        <Notice tone="warn" title={t('consultations.convene.overview.cancelled')}>
          <p>{consultation.cancelReason}</p>
        </Notice>
      )}
      {status === 'prepared' && <Opening {...p} />}
      {status !== 'cancelled' && <Work {...p} />}
      {consultation.openedAt && <Notes {...p} />}
    </CaseLayout>
  );
}

function Opening({ consultation, missing, works }: OverviewProps) {
  const { t } = useUi();
  const base = `/convene/${consultation.slug}`;
  if (missing.length > 0)
    return (
      <Section id="missing" title={t('consultations.convene.overview.missing')}>
        <Tasks
          label={t('consultations.convene.overview.missing')}
          entries={missing.map((part) => ({
            href: `${base}/${pageOf[part]}`,
            icon: 'warn' as const,
            title: t(`consultations.convene.missing.${part}`),
          }))}
        />
      </Section>
    );
  return (
    <Notice tone="success" title={t('consultations.convene.overview.ready')}>
      <p>{t('consultations.convene.overview.ready_text')}</p>
      {works && (
        <Form id="open" action={`${base}/open`}>
          <Actions>
            <Button primary>{t('consultations.convene.open')}</Button>
          </Actions>
        </Form>
      )}
    </Notice>
  );
}

function Work({ consultation, contributions, status }: OverviewProps) {
  const { t } = useUi();
  const base = `/convene/${consultation.slug}`;
  return (
    <Section id="work" title={t('consultations.convene.overview.work')}>
      {status !== 'prepared' && <p>{t('consultations.came_in', { count: contributions })}</p>}
      <Tasks
        label={t('consultations.convene.overview.work')}
        entries={workOf[consultation.kind].map((page) => ({
          href: `${base}/${page}`,
          icon: 'arrow' as const,
          title: t(`consultations.convene.go.${page}`),
          note: t(`consultations.convene.go.${page}_note`),
        }))}
      />
    </Section>
  );
}

function Notes({ consultation, works, notes, note }: OverviewProps) {
  const { t } = useUi();
  return (
    <Section id="notes" title={t('consultations.convene.overview.notes')}>
      {notes.map(({ at, text }) => (
        <>
          <p>
            <DateTime value={at} form="datetime" />
          </p>
          <Pre text={text} />
        </>
      ))}
      {works && consultation.state !== 'cancelled' && (
        <Form id="note" action={`/convene/${consultation.slug}/notes`} {...note}>
          <Field
            name="text"
            type="textarea"
            paper="plain"
            rows={3}
            label={t('consultations.convene.field.remark')}
            hint={t('consultations.convene.hint.remark')}
            maxLength={2000}
          />
          <Actions>
            <Button>{t('consultations.convene.publish_note')}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}

function Side({ consultation, status, today, department, works }: OverviewProps) {
  const ui = useUi();
  const { t } = ui;
  const goesOn = status !== 'answered' && status !== 'cancelled';
  return (
    <>
      <SideSection id="facts" title={t('consultations.convene.overview.facts')}>
        <Facts
          ruled
          items={[
            { label: t('consultations.convene.field.period'), value: periodWords(ui, consultation, today) },
            consultation.shortReason !== '' && {
              label: t('consultations.convene.field.shortReason'),
              value: consultation.shortReason,
            },
            { label: t('consultations.convene.field.department'), value: department },
            consultation.audience !== '' && {
              label: t('consultations.convene.field.audience'),
              value: consultation.audience,
            },
          ]}
        />
      </SideSection>
      <SideSection id="deeds" title={t('consultations.convene.overview.deeds')}>
        <Acts>
          {consultation.openedAt !== null && (
            <ButtonLink href={publicHref(consultation)}>{t('consultations.convene.see_public')}</ButtonLink>
          )}
          {works && goesOn && (
            <ButtonLink href={`/convene/${consultation.slug}/details`}>
              {t(consultation.state === 'open' ? 'consultations.convene.change_open' : 'consultations.convene.change')}
            </ButtonLink>
          )}
        </Acts>
        {works && goesOn && (
          <More>
            <VerbLink href={`/convene/${consultation.slug}/cancel`}>{t('consultations.convene.cancel')}</VerbLink>
          </More>
        )}
      </SideSection>
    </>
  );
}
