import { Button, ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, Hidden } from '../../../ui/form.tsx';
import { workNumber } from '../../../ui/gallery.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import { type Sent, stateOf } from '../desk-page.tsx';
import { stageName } from '../stage-name.ts';
import type { Certificate } from './certificate.queries.ts';
import { certificateNumber } from './certificate-pdf.ts';
import type { DeskView } from './load-desk.ts';
import { ResultTables } from './result-tables.tsx';

type Part = { ctx: PageContext; view: DeskView; sent: Sent | undefined };

const base = ({ competition }: DeskView) => `/organise/${competition.slug}/results`;

/** What is done and what is missing before results are final. */
function Steps({ ctx, view }: { ctx: PageContext; view: DeskView }) {
  const { t } = ctx;
  return (
    <Section id="steps" title={t('competitions.results.steps')}>
      <ul class="plain">
        {view.steps.map(({ step, done, count }) => (
          <li>
            <StateMark tone={done ? 'ok' : 'wait'}>
              {t(`competitions.results.step_${done ? 'done' : 'open'}.${step}`, { count: count ?? 0 })}
            </StateMark>
          </li>
        ))}
      </ul>
      {view.notice?.endsAt && view.competition.state === 'open' && (
        <p>
          {t('competitions.results.until')} <DateTime value={view.notice.endsAt} form="datetime" />
        </p>
      )}
    </Section>
  );
}

function Publish({ ctx, view, sent }: Part) {
  const { t } = ctx;
  if (!view.canPublish || !view.announcement) return null;
  const { workdays } = view.announcement.settings;
  const again = view.notice !== undefined;
  return (
    <Section id="publish" title={t(again ? 'competitions.results.publish_anew' : 'competitions.results.publish')}>
      <p>{t(again ? 'competitions.results.publish_anew_note' : 'competitions.results.publish_note', { workdays })}</p>
      <Form id="publish-form" action={`${base(view)}/publish`} {...stateOf(ctx, sent, 'publish')}>
        <Field
          name="words"
          type="textarea"
          label={t('competitions.results.words')}
          hint={t('competitions.results.words_hint')}
          rows={4}
          maxLength={4000}
          optional
        />
        <Actions>
          <Button primary>{t(again ? 'competitions.results.publish_anew' : 'competitions.results.publish')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Finalise({ ctx, view }: Part) {
  const { t } = ctx;
  if (view.competition.state !== 'open' || !view.steps.every(({ done }) => done)) return null;
  return (
    <Section id="finalise" title={t('competitions.results.finalise')}>
      <p>{t('competitions.results.finalise_note')}</p>
      <Form id="finalise-form" action={`${base(view)}/finalise`}>
        <Actions>
          <Button primary>{t('competitions.results.finalise')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

/** Entries to choose from, each with the form for its reason. */
function Choose({ ctx, view, sent }: Part) {
  const { t } = ctx;
  if (!view.canChoose) return null;
  const { levels, basis } = view.result;
  const withLevels = basis === 'chosen' && levels.length > 0;
  return (
    <Section id="choose" title={t('competitions.results.choose')} note={t('competitions.results.choose_note')}>
      {view.result.categories.map((category) => (
        <>
          <h3>{category.name}</h3>
          {category.entries.map((entry) => {
            const isSent = sent?.form === 'choose' && sent.values.entryId === entry.id;
            const stored = { level: entry.level === null ? '' : String(entry.level), reason: entry.reason };
            const title = `${workNumber(entry.number)} ${view.names.get(entry.id)?.title ?? ''}`;
            return (
              <Fold summary={entry.chosen ? `${title} · ${t('competitions.results.chosen')}` : title} open={isSent}>
                <Form
                  id={`choose-${entry.number}`}
                  action={`${base(view)}/choose`}
                  {...(isSent ? stateOf(ctx, sent, 'choose', stored) : { values: stored })}
                >
                  <Hidden name="entryId" value={entry.id} />
                  {withLevels && (
                    <Field
                      name="level"
                      type="select"
                      label={t('competitions.results.column.level')}
                      options={levels.map(({ name }, at) => ({ value: String(at), label: name }))}
                    />
                  )}
                  <Field
                    name="reason"
                    type="textarea"
                    label={t('competitions.results.column.reason')}
                    hint={t('competitions.results.published_hint')}
                    rows={2}
                    maxLength={500}
                    required
                  />
                  <Actions>
                    <Button>{t('competitions.results.choose_this')}</Button>
                    {entry.chosen && (
                      <Button formAction={`${base(view)}/unchoose`} formNoValidate>
                        {t('competitions.results.unchoose')}
                      </Button>
                    )}
                  </Actions>
                </Form>
              </Fold>
            );
          })}
        </>
      ))}
    </Section>
  );
}

function Disqualify({ ctx, view, sent }: Part) {
  const { t } = ctx;
  const entries = view.result.categories.flatMap((category) => category.entries);
  if (view.competition.state !== 'open' || entries.length === 0) return null;
  return (
    <Fold summary={t('competitions.results.disqualify')} open={sent?.form === 'disqualify'}>
      <p>{t('competitions.results.disqualify_note')}</p>
      <Form id="disqualify-form" action={`${base(view)}/disqualify`} {...stateOf(ctx, sent, 'disqualify')}>
        <Field
          name="entryId"
          type="select"
          label={t('competitions.results.column.entry')}
          options={[...entries]
            .sort((a, b) => a.number - b.number)
            .map(({ id, number }) => ({
              value: id,
              label: `${workNumber(number)} ${view.names.get(id)?.title ?? ''}`,
            }))}
          required
        />
        <Field
          name="reason"
          type="textarea"
          label={t('competitions.results.column.reason')}
          hint={t('competitions.results.published_hint')}
          rows={3}
          maxLength={1000}
          required
        />
        <Actions>
          <Button danger>{t('competitions.results.disqualify')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}

function Certificates(p: Part & { certificates: readonly Certificate[]; more: boolean; acts: boolean }) {
  const { ctx, view, sent, certificates } = p;
  const { t } = ctx;
  if (view.competition.state !== 'final') return null;
  return (
    <Section id="certificates" title={t('competitions.results.certificates')}>
      <div class="do">
        <ButtonLink href={`${base(view)}/certificates.zip`} icon="download">
          {t('competitions.results.all_certificates')}
        </ButtonLink>
      </div>
      <Table
        caption={t('competitions.results.certificates')}
        captionHidden
        rows={certificates}
        empty={t('competitions.results.no_certificates_here')}
        columns={[
          { label: t('competitions.results.number'), head: true, cell: (each) => certificateNumber(each) },
          {
            label: t('competitions.results.holder'),
            cell: ({ holder, role }) => (role ? t('competitions.results.holder_role', { holder, role }) : holder),
          },
          {
            label: t('competitions.results.column.entry'),
            cell: ({ entryNumber, entryTitle }) => `${workNumber(entryNumber)} ${entryTitle}`,
          },
          {
            label: t('competitions.results.certificate_of'),
            cell: ({ kind, levelName }) => levelName || t(`competitions.results.certificate.${kind}`),
          },
          {
            label: t('competitions.results.state'),
            cell: ({ revokedAt, revokeReason }) =>
              revokedAt
                ? `${t('competitions.results.revoked')} ${revokeReason === 'erased' ? t('competitions.results.erased') : revokeReason}`
                : t('competitions.results.in_force'),
          },
        ]}
      />
      {p.more && (
        <KeysetPager nextHref={`${base(view)}?certificates=${certificates.at(-1)?.number ?? 0}#certificates`} />
      )}
      {p.acts && certificates.some(({ revokedAt }) => !revokedAt) && (
        <Fold summary={t('competitions.results.revoke')} open={sent?.form === 'revoke'}>
          <Form id="revoke-form" action={`${base(view)}/revoke`} {...stateOf(ctx, sent, 'revoke')}>
            <Field
              name="id"
              type="select"
              label={t('competitions.results.number')}
              options={certificates
                .filter(({ revokedAt }) => !revokedAt)
                .map((each) => ({ value: each.id, label: `${certificateNumber(each)} ${each.holder}` }))}
              required
            />
            <Field
              name="reason"
              label={t('competitions.results.column.reason')}
              hint={t('competitions.results.revoke_hint')}
              maxLength={300}
              required
            />
            <Actions>
              <Button danger>{t('competitions.results.revoke')}</Button>
            </Actions>
          </Form>
        </Fold>
      )}
    </Section>
  );
}

/** Results as they stand now, and what is to be done until they are final. */
export function ResultsDeskPage(p: {
  ctx: PageContext;
  view: DeskView;
  sent: Sent | undefined;
  acts: boolean;
  certificates: readonly Certificate[];
  more: boolean;
}) {
  const { ctx, view, acts } = p;
  const { t } = ctx;
  const { competition, result, names, complaints } = view;
  const missing = result.stages.filter(({ closed }) => !closed).map((stage) => stageName(ctx.t, stage));
  return (
    <>
      <Heading title={t('competitions.results.desk')} lead={t(`competitions.results.desk_lead_${result.basis}`)} />
      {competition.state === 'final' ? (
        <Notice title={t('competitions.results.is_final')} />
      ) : (
        <Steps ctx={ctx} view={view} />
      )}
      {missing.length > 0 && (
        <Notice title={t('competitions.results.missing', { stages: missing.join(t('competitions.results.comma')) })} />
      )}
      {view.notice && !view.isCurrent && <Notice tone="warn" title={t('competitions.results.outdated')} />}
      <More>
        {acts && (
          <VerbLink href={`${base(view)}/complaints`}>
            {t('competitions.results.to_complaints', { open: complaints.open, all: complaints.all })}
          </VerbLink>
        )}
        {view.notice && (
          <VerbLink href={`/competitions/${competition.slug}/notice`}>{t('competitions.results.to_notice')}</VerbLink>
        )}
        {competition.state === 'final' && (
          <VerbLink href={`/competitions/${competition.slug}/results`}>{t('competitions.results.to_results')}</VerbLink>
        )}
      </More>
      {acts && <Publish {...p} />}
      {acts && <Finalise {...p} />}
      {acts && <Choose {...p} />}
      <Section
        id="result"
        title={t(competition.state === 'final' ? 'competitions.results.whole' : 'competitions.results.as_it_stands')}
      >
        <ResultTables ctx={ctx} slug={competition.slug} result={result} names={names} />
      </Section>
      {acts && <Disqualify {...p} />}
      <Certificates {...p} />
    </>
  );
}
