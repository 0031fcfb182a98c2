import { dateWords, localDate } from '../../../kernel/time/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts, Figures } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, Hidden } from '../../../ui/form.tsx';
import { Acts, CaseLayout, Heading, Section, SideSection, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { Pre } from '../../../ui/text.tsx';
import { formState, type Refused } from '../exchange/liaison-page.tsx';
import { contactKinds, leastShown, type Measure, quarters, textParts } from './feedback.rules.ts';
import { Rates, ReportState } from './feedback-pages.tsx';
import { figureWords, rateLines } from './figure-words.ts';
import type { ReportView } from './load-feedback.ts';

// keys: liaison.feedback.part.*, liaison.feedback.part_hint.*

type Given = { view: ReportView; ctx: PageContext; refused: Refused | undefined };

/** One department's year: what the registers say, what it writes to it, who signed. */
export function ReportPage(given: Given) {
  const { t, locale } = useUi();
  const { view, ctx, refused } = given;
  const { report } = view;
  const name = view.departments.name(report.departmentId, locale);
  return (
    <>
      <Trail
        items={[{ label: t('liaison.feedback.title'), href: `/liaison/feedback?year=${report.year}` }, { label: name }]}
      />
      {refused?.form === 'page' && <Notice tone="error" title={formState(ctx, refused, 'page').errors[''] ?? ''} />}
      {view.mode === 'city' && <Notice>{t('liaison.feedback.city_note', { n: leastShown })}</Notice>}
      <CaseLayout
        heading={
          <Heading
            title={t('liaison.feedback.report_of', { name, year: String(report.year) })}
            facts={<ReportState report={report} today={view.today} />}
          />
        }
        after={<Side {...given} />}
        afterLabel={t('liaison.feedback.deeds')}
      >
        <Section
          id="figures"
          title={t('liaison.feedback.figures')}
          note={t(report.state === 'draft' ? 'liaison.feedback.figures_now' : 'liaison.feedback.figures_frozen')}
        >
          <FiguresPart view={view} />
        </Section>
        {view.may.write && report.state === 'draft' ? <TextsForm {...given} /> : <Texts view={view} />}
      </CaseLayout>
    </>
  );
}

function FiguresPart({ view }: { view: ReportView }) {
  const { t, locale } = useUi();
  const { shown, cells } = view;
  const item = (key: Measure) => ({ label: t(`liaison.feedback.measure.${key}`), value: figureWords(shown[key], t) });
  return (
    <>
      <Figures items={(['members', 'contacted', 'contacts', 'received', 'closed', 'open'] as const).map(item)} />
      {cells && (
        <Table
          caption={t('liaison.feedback.by_kind')}
          scroll
          dense
          rows={[...contactKinds]}
          columns={[
            {
              label: t('liaison.feedback.kind'),
              head: true,
              cell: (kind) => t(`liaison.feedback.measure.${kind}`),
              foot: t('liaison.feedback.total'),
            },
            ...quarters.map((quarter) => ({
              label: t(`liaison.feedback.measure.${quarter}`),
              numeric: true,
              cell: (kind: (typeof contactKinds)[number]) => String(cells[`${kind}_${quarter}`]),
              foot: figureWords(shown[quarter], t),
            })),
            {
              label: t('liaison.feedback.total'),
              numeric: true,
              cell: (kind) => figureWords(shown[kind], t),
              foot: figureWords(shown.contacts, t),
            },
          ]}
        />
      )}
      <Facts
        ruled
        items={(
          ['to_case', 'dropped', 'agreements', 'duties_due', 'duties_kept', 'decisions_due', 'decisions_kept'] as const
        ).map(item)}
      />
      <Rates lines={rateLines(shown, t, locale)} />
    </>
  );
}

function Texts({ view }: { view: ReportView }) {
  const { t } = useUi();
  return (
    <>
      {textParts.map(
        (part) =>
          view.report.texts[part] !== '' && (
            <Section id={part} title={t(`liaison.feedback.part.${part}`)}>
              <Pre text={view.report.texts[part]} />
            </Section>
          ),
      )}
    </>
  );
}

function TextsForm({ view, ctx, refused }: Given) {
  const { t } = useUi();
  const { report } = view;
  return (
    <Section id="texts" title={t('liaison.feedback.texts')}>
      <Form
        id={`report-${report.id}`}
        action={`/liaison/feedback/${report.year}/${report.departmentId}`}
        {...formState(ctx, refused, 'texts', report.texts)}
        keepDraft
      >
        <Hidden name="revision" value={String(report.revision)} />
        {textParts.map((part) => (
          <Field
            name={part}
            type="textarea"
            paper="plain"
            rows={part === 'summary' || part === 'examples' ? 6 : 4}
            label={t(`liaison.feedback.part.${part}`)}
            hint={t(`liaison.feedback.part_hint.${part}`)}
            maxLength={5000}
            optional={part !== 'summary'}
          />
        ))}
        {view.examples.length > 0 && (
          <Fold summary={t('liaison.feedback.example_matters')}>
            <ul>
              {view.examples.map((each) => (
                <li>
                  {each.title}
                  <span class="quiet">　{each.number}</span>
                </li>
              ))}
            </ul>
          </Fold>
        )}
        <Actions note={t('liaison.feedback.keep_note')}>
          <Button primary>{t('liaison.feedback.keep')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Side({ view }: Given) {
  const { t, locale } = useUi();
  const { report } = view;
  const base = `/liaison/feedback/${report.year}/${report.departmentId}`;
  return (
    <>
      <SideSection id="deeds" title={t('liaison.feedback.deeds')}>
        <Facts
          ruled
          items={[
            { label: t('liaison.feedback.due_label'), value: dateWords(report.dueOn, { locale, today: view.today }) },
            { label: t('liaison.feedback.signed'), value: report.signedBy ?? t('liaison.feedback.not_signed_yet') },
            report.sentAt && {
              label: t('liaison.feedback.state.sent'),
              value: <DateTime value={report.sentAt} form="date" />,
            },
          ]}
        />
        <Acts>
          <ButtonLink href={`${base}/report.pdf?version=city`} icon="download" download>
            {t('liaison.feedback.city_pdf')}
          </ButtonLink>
          {view.mode === 'full' && (
            <ButtonLink href={`${base}/report.pdf`} icon="download" download>
              {t('liaison.feedback.inner_pdf')}
            </ButtonLink>
          )}
          <ButtonLink
            href={`${base}/report.xlsx${view.mode === 'city' ? '?version=city' : ''}`}
            icon="download"
            download
          >
            {t('liaison.exchange.as_xlsx')}
          </ButtonLink>
        </Acts>
        {view.may.sign && report.state === 'draft' && report.revision > 0 && (
          <Form id="sign" action={`${base}/sign`}>
            <Hidden name="revision" value={String(report.revision)} />
            <Actions note={t('liaison.feedback.sign_note')}>
              <Button primary>{t('liaison.feedback.sign')}</Button>
            </Actions>
          </Form>
        )}
        {view.may.sign && report.state === 'signed' && (
          <Form id="unsign" action={`${base}/unsign`}>
            <Actions>
              <Button>{t('liaison.feedback.unsign')}</Button>
            </Actions>
          </Form>
        )}
        {view.may.write && report.state === 'signed' && (
          <Form id="send" action={`${base}/send`}>
            <Actions note={t('liaison.feedback.send_note')}>
              <Button primary>{t('liaison.feedback.send')}</Button>
            </Actions>
          </Form>
        )}
      </SideSection>
      {view.revisions.length > 0 && <Revisions view={view} />}
    </>
  );
}

/** Earlier wordings, the newest first. */
function Revisions({ view }: { view: ReportView }) {
  const ui = useUi();
  const { t, locale } = ui;
  return (
    <SideSection id="revisions" title={t('liaison.feedback.revisions')}>
      {view.revisions.slice(0, 10).map((each) => (
        <Fold
          summary={t('liaison.feedback.revision', {
            n: each.revision,
            name: view.writers.get(each.by ?? '') ?? '',
            day: dateWords(localDate(each.at, ui.timeZone), { locale, today: view.today, weekday: false }),
          })}
        >
          {textParts.map((part) => each.texts[part] !== '' && <Pre text={each.texts[part]} />)}
        </Fold>
      ))}
    </SideSection>
  );
}
