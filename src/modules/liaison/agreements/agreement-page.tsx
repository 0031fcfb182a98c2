import { acceptFiles, fileHref } from '../../../kernel/files/index.ts';
import { dateWords } from '../../../kernel/time/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Enclosures } from '../../../ui/enclosures.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { FileField } from '../../../ui/field.tsx';
import { Actions, Form, Hidden } from '../../../ui/form.tsx';
import { Acts, CaseLayout, Heading, Section, SideSection, Trail } from '../../../ui/layout.tsx';
import { renderMarkdown } from '../../../ui/markdown.ts';
import { StateMark } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { Timeline } from '../../../ui/timeline.tsx';
import { formState, type Refused } from '../exchange/liaison-page.tsx';
import { EndForm, RenewForm } from './agreement-forms.tsx';
import { DutiesPart } from './duties-part.tsx';
import type { AgreementView } from './load-agreement.ts';

// keys: liaison.agreements.state.*, liaison.agreements.act.*

const tones = { draft: 'wait', sent: 'wait', signed: 'ok', in_force: 'ok', ended: 'no' } as const;

export function AgreementState({ view }: { view: Pick<AgreementView['row'], 'state' | 'endKind'> }) {
  const { t } = useUi();
  const word = view.state === 'ended' ? `ended_${view.endKind}` : view.state;
  return <StateMark tone={tones[view.state]}>{t(`liaison.agreements.state.${word}`)}</StateMark>;
}

/** The page of one agreement, for the department and for its partners. */
export function AgreementPage({
  view,
  ctx,
  refused,
}: {
  view: AgreementView;
  ctx: PageContext;
  refused: Refused | undefined;
}) {
  const { t, locale } = useUi();
  const { row } = view;
  const words = (day: string) => dateWords(day, { locale, today: view.today, weekday: false });
  return (
    <>
      <Trail
        items={[
          view.inside
            ? { label: t('liaison.agreements.title'), href: '/liaison/agreements' }
            : { label: t('liaison.exchange.tab.organisations'), href: backOf(view) },
          { label: row.number },
        ]}
      />
      {refused?.form === 'page' && (
        <Notice tone="error" title={formState(ctx, refused, 'page').errors[''] ?? t('errors.kernel.bad_request')} />
      )}
      <CaseLayout
        heading={
          <Heading
            title={row.title}
            over={row.number}
            facts={
              <>
                <AgreementState view={row} />{' '}
                <span>{t('liaison.agreements.term', { from: words(row.startsOn), until: words(row.endsOn) })}</span>
              </>
            }
          />
        }
        before={<Signatures view={view} />}
        after={<Side view={view} ctx={ctx} refused={refused} />}
        afterLabel={t('liaison.agreements.deeds')}
      >
        <AgreementText view={view} />
        <DutiesPart view={view} ctx={ctx} refused={refused} />
        <Section id="history" title={t('liaison.agreements.history')}>
          <Timeline
            entries={view.steps.map((step) => ({
              at: step.at,
              step: t(`liaison.agreements.act.${step.act}`),
              note: [partyName(view, step, locale), view.staff.get(step.by ?? ''), step.note]
                .filter(Boolean)
                .join(t('liaison.exchange.dot')),
            }))}
          />
        </Section>
      </CaseLayout>
    </>
  );
}

function backOf(view: AgreementView): string {
  const slug = view.organisations.get(view.row.organisationIds[0] ?? '')?.slug ?? '';
  return `/organisations/${slug}/liaison`;
}

function partyName(
  view: AgreementView,
  step: { partyKind: string | null; partyId: string | null },
  locale: PageContext['locale'],
): string {
  if (!step.partyId) return '';
  return step.partyKind === 'department'
    ? view.departments.name(step.partyId, locale)
    : (view.organisations.get(step.partyId)?.name ?? '');
}

/** Who has said yes, and the button of whoever is asked to. */
function Signatures({ view }: { view: AgreementView }) {
  const { t, locale } = useUi();
  const { row, open } = view;
  if (row.state === 'draft')
    return (
      <SideSection id="parties" title={t('liaison.agreements.parties')}>
        <Facts
          ruled
          items={view.parties.map((party) => ({
            label: t(`liaison.agreements.party.${party.kind}`),
            value: party.kind === 'department' ? view.departments.name(party.id, locale) : party.name,
          }))}
        />
      </SideSection>
    );
  return (
    <SideSection
      id="parties"
      title={open && open.no > 1 ? t('liaison.agreements.renewal_open') : t('liaison.agreements.signatures')}
    >
      {open && open.no > 1 && (
        <p>{t('liaison.agreements.renewal_until', { day: dateWords(open.endsOn, { locale, weekday: false }) })}</p>
      )}
      <Facts
        ruled
        items={view.parties.map((party) => ({
          label: party.kind === 'department' ? view.departments.name(party.id, locale) : party.name,
          value: party.signed ? (
            <StateMark tone="ok">{t('liaison.agreements.signed_by', { name: party.signed.byName })}</StateMark>
          ) : (
            <StateMark tone="wait">{t('liaison.agreements.not_signed')}</StateMark>
          ),
          end: party.signed ? <DateTime value={party.signed.at} form="date" /> : undefined,
        }))}
      />
      {view.parties
        .filter((party) => party.maySign)
        .map((party) => (
          <Form id={`sign-${party.id}`} action={`/liaison/agreements/${row.id}/sign`}>
            <Hidden name="party" value={party.kind === 'department' ? 'department' : party.id} />
            <Actions note={t('liaison.agreements.sign_note')}>
              <Button primary>
                {t('liaison.agreements.sign', {
                  name: party.kind === 'department' ? view.departments.name(party.id, locale) : party.name,
                })}
              </Button>
            </Actions>
          </Form>
        ))}
    </SideSection>
  );
}

function AgreementText({ view }: { view: AgreementView }) {
  const { t, locale } = useUi();
  const version = view.open?.textVersion ?? view.row.textVersion;
  const text = view.texts.find((each) => each.version === version) ?? view.texts[0];
  const others = view.texts.filter((each) => each !== text);
  return (
    <Section id="text" title={t('liaison.agreements.text')}>
      {text && <Wording body={text.body} />}
      {others.length > 0 && (
        <Fold summary={t('liaison.agreements.earlier_texts', { count: others.length })}>
          {others.map((each) => (
            <Section title={t('liaison.agreements.version', { n: each.version })}>
              <Wording body={each.body} />
            </Section>
          ))}
        </Fold>
      )}
      {view.terms.length > 1 && (
        <Facts
          ruled
          items={view.terms.map((term) => ({
            label: t('liaison.agreements.term_no', { n: term.no }),
            value: t('liaison.agreements.term', {
              from: dateWords(term.startsOn, { locale, weekday: false }),
              until: dateWords(term.endsOn, { locale, weekday: false }),
            }),
            end: t(`liaison.agreements.term_state.${term.state}`),
          }))}
        />
      )}
    </Section>
  );
}

/** The parties' own words as Markdown: no raw HTML, only harmless links. */
function Wording({ body }: { body: string }) {
  return (
    // raw html: made by renderMarkdown, which lets no HTML through
    <div
      class="prose"
      dangerouslySetInnerHTML={{ __html: renderMarkdown(body.replace(/([^\n])\n(?=[^\n])/g, '$1  \n')) }}
    />
  );
}

function Side({ view, ctx, refused }: { view: AgreementView; ctx: PageContext; refused: Refused | undefined }) {
  const { t } = useUi();
  const { row } = view;
  const own = view.files.filter((file) => file.dutyId === null);
  return (
    <>
      <SideSection id="deeds" title={t('liaison.agreements.deeds')}>
        <Acts>
          <ButtonLink href={`/liaison/agreements/${row.id}/agreement.pdf`} icon="download" download>
            {t('liaison.agreements.pdf')}
          </ButtonLink>
          {view.may.keep && row.state === 'draft' && (
            <ButtonLink href={`/liaison/agreements/${row.id}/edit`} icon="pen">
              {t('liaison.agreements.edit')}
            </ButtonLink>
          )}
        </Acts>
        {view.may.keep && row.state === 'draft' && (
          <Form id="send" action={`/liaison/agreements/${row.id}/send`}>
            <Hidden name="revision" value={String(row.revision)} />
            <Actions note={t('liaison.agreements.send_note')}>
              <Button primary>{t('liaison.agreements.send')}</Button>
            </Actions>
          </Form>
        )}
        {view.may.keep && row.state === 'sent' && (
          <Form id="take-back" action={`/liaison/agreements/${row.id}/take-back`}>
            <Actions note={t('liaison.agreements.take_back_note')}>
              <Button>{t('liaison.agreements.take_back')}</Button>
            </Actions>
          </Form>
        )}
      </SideSection>
      {(own.length > 0 || view.may.keep) && (
        <SideSection id="files" title={t('liaison.agreements.files')}>
          <Enclosures items={own.map(({ stored }) => ({ href: fileHref(stored.id), name: stored.name }))} />
          {view.may.keep && row.state !== 'ended' && (
            <Form
              id="attach"
              action={`/liaison/agreements/${row.id}/files`}
              multipart
              {...formState(ctx, refused, 'attach')}
            >
              <FileField name="files" label={t('liaison.agreements.attach_label')} accept={acceptFiles} multiple />
              <Actions>
                <Button small>{t('liaison.agreements.attach')}</Button>
              </Actions>
            </Form>
          )}
        </SideSection>
      )}
      {view.may.keep && row.state === 'in_force' && !view.open && (
        <RenewForm view={view} {...formState(ctx, refused, 'renew')} />
      )}
      {view.may.end && <EndForm view={view} {...formState(ctx, refused, 'end')} />}
    </>
  );
}
