import type { VNode } from 'preact';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Acts, CaseLayout, Heading, Section, SideSection } from '../../../ui/layout.tsx';
import { Tasks } from '../../../ui/lists.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import type { DeskPlace } from '../desk-places.ts';
import type { PublicNote, Survey } from '../survey.queries.ts';
import { actKey } from '../surveys.rules.ts';
import type { StepLine } from './build.queries.ts';
import { languageName } from './languages.ts';
import { Period, SurveyMark } from './list-page.tsx';
import type { Missing } from './opening.ts';

// keys: surveys.build.missing.*, surveys.way.*, surveys.shown.*, surveys.act.*

export type FormState = { values: FormValues; errors: FormErrors };

export type OverviewProps = {
  survey: Survey;
  department: string;
  languages: readonly string[];
  questions: number;
  mayRun: boolean;
  mayCreate: boolean;
  canBeTakenBack: boolean;
  missing: readonly Missing[];
  places: readonly DeskPlace[];
  sections: readonly VNode[];
  notes: readonly PublicNote[];
  steps: readonly (StepLine & { by: string })[];
  /** forms on the page by name, with what was refused */
  forms: Readonly<Record<'close' | 'extend' | 'cancel', FormState>>;
};

/** How a survey stands, what is missing, and what can be done to it as a whole. */
export function OverviewPage(p: OverviewProps) {
  const { t } = useUi();
  const { survey } = p;
  return (
    <CaseLayout
      heading={
        <Heading
          title={survey.title}
          over={
            <>
              <span>{p.department}</span>
              <SurveyMark state={survey.state} />
            </>
          }
          lead={survey.summary}
        />
      }
      after={<Side {...p} />}
      afterLabel={t('surveys.build.overview.side')}
    >
      {survey.state === 'cancelled' && (
        <Notice tone="warn" title={t('surveys.build.overview.cancelled')}>
          <p>{survey.cancelReason}</p>
        </Notice>
      )}
      {survey.state === 'draft' && p.mayRun && <Next {...p} />}
      <Section id="parts" title={t('surveys.build.overview.parts')}>
        <Tasks
          label={t('surveys.build.overview.parts')}
          entries={p.places.map((place) => ({
            href: place.href,
            icon: 'arrow',
            title: place.label,
            ...(place.note && { note: place.note }),
          }))}
        />
      </Section>
      {p.sections}
      {p.notes.length > 0 && (
        <Section id="notes" title={t('surveys.build.overview.notes')}>
          {p.notes.map((note) => (
            <>
              <p class="quiet">
                <DateTime value={note.at} form="datetime" />
              </p>
              <Pre text={note.text} />
            </>
          ))}
        </Section>
      )}
      {p.steps.length > 0 && (
        <Section id="record" title={t('surveys.build.overview.record')}>
          <Timeline entries={p.steps.map((step) => ({ at: step.at, step: t(actKey(step.act)), note: step.by }))} />
        </Section>
      )}
    </CaseLayout>
  );
}

function Next({ survey, missing }: OverviewProps) {
  const { t } = useUi();
  const base = `/questionnaires/${survey.slug}`;
  const ready = !missing.some(({ blocks }) => blocks);
  return (
    <Section id="next" title={t('surveys.build.overview.next')}>
      {missing.length > 0 && (
        <Tasks
          label={t('surveys.build.overview.missing')}
          entries={missing.map(({ key, page, count, blocks }) => ({
            href: `${base}/${page}`,
            icon: blocks ? 'warn' : 'info',
            title: t(`surveys.build.missing.${key}`, { count: count ?? 0 }),
            ...(!blocks && { note: t('surveys.build.overview.optional') }),
          }))}
        />
      )}
      <p>{t(ready ? 'surveys.build.overview.ready' : 'surveys.build.overview.not_ready')}</p>
      {ready && (
        <Form id="open" action={`${base}/open`}>
          <Hidden name="version" value={String(survey.version)} />
          <Actions note={t('surveys.build.overview.open_note')}>
            <Button primary>{t('surveys.build.overview.open')}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}

function Side(p: OverviewProps) {
  const { t } = useUi();
  const { survey } = p;
  const base = `/questionnaires/${survey.slug}`;
  return (
    <>
      <SideSection id="facts" title={t('surveys.build.overview.facts')}>
        <Facts
          items={[
            { label: t('surveys.build.field.period'), value: survey.startsAt ? <Period {...survey} /> : '—' },
            { label: t('surveys.build.field.way'), value: t(`surveys.way.${survey.way}`) },
            {
              label: t('surveys.build.field.named'),
              value: t(survey.named ? 'surveys.build.named' : 'surveys.build.apart'),
            },
            { label: t('surveys.build.field.results'), value: t(`surveys.shown.${survey.results}`) },
            { label: t('surveys.build.field.languages'), value: p.languages.map(languageName).join('、') },
            { label: t('surveys.build.field.questions'), value: t('surveys.build.questions', { count: p.questions }) },
          ]}
        />
        <Acts>
          {survey.state !== 'draft' && survey.state !== 'cancelled' && (
            <ButtonLink href={`/surveys/${survey.slug}`}>{t('surveys.build.overview.public_page')}</ButtonLink>
          )}
          {p.mayCreate && (
            <ButtonLink href={`/questionnaires/new?copy=${survey.slug}`}>{t('surveys.build.overview.copy')}</ButtonLink>
          )}
          {p.mayRun && p.canBeTakenBack && (
            <form method="post" action={`${base}/take-back`}>
              <Button>{t('surveys.build.overview.take_back')}</Button>
            </form>
          )}
        </Acts>
      </SideSection>
      {p.mayRun && <Deeds {...p} />}
    </>
  );
}

/** What ends or prolongs it; each folded away with its reason. */
function Deeds({ survey, forms }: OverviewProps) {
  const { t } = useUi();
  const base = `/questionnaires/${survey.slug}`;
  const isOpen = survey.state === 'open';
  if (survey.state === 'published' || survey.state === 'cancelled') return null;
  return (
    <SideSection id="deeds" title={t('surveys.build.overview.deeds')}>
      {isOpen && (
        <Fold summary={t('surveys.build.extend.title')} open={hasErrors(forms.extend)}>
          <Form id="extend" action={`${base}/extend`} {...forms.extend}>
            <Field name="lastDay" type="date" label={t('surveys.build.field.last_day')} required />
            <Reason />
            <Button>{t('surveys.build.extend.do')}</Button>
          </Form>
        </Fold>
      )}
      {isOpen && (
        <Fold summary={t('surveys.build.close.title')} open={hasErrors(forms.close)}>
          <Form id="close" action={`${base}/close`} {...forms.close}>
            <Reason />
            <Button danger>{t('surveys.build.close.do')}</Button>
          </Form>
        </Fold>
      )}
      {survey.state === 'draft' ? (
        <Fold summary={t('surveys.build.discard.title')}>
          <form method="post" action={`${base}/discard`}>
            <p>{t('surveys.build.discard.note')}</p>
            <Button danger>{t('surveys.build.discard.do')}</Button>
          </form>
        </Fold>
      ) : (
        <Fold summary={t('surveys.build.cancel.title')} open={hasErrors(forms.cancel)}>
          <Form id="cancel" action={`${base}/cancel`} {...forms.cancel}>
            <p>{t('surveys.build.cancel.note')}</p>
            <Reason />
            <Button danger>{t('surveys.build.cancel.do')}</Button>
          </Form>
        </Fold>
      )}
    </SideSection>
  );
}

const hasErrors = ({ errors }: FormState): boolean => Object.keys(errors).length > 0;

function Reason() {
  const { t } = useUi();
  return (
    <Field
      name="reason"
      type="textarea"
      paper="plain"
      rows={3}
      maxLength={1000}
      label={t('surveys.build.field.reason')}
      hint={t('surveys.build.hint.reason')}
      required
    />
  );
}
