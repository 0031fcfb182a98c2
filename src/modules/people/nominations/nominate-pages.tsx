import { Button, ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { Chips } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Steps } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Heading, Section, Sheet } from '../../../ui/layout.tsx';
import { StateMark, type StateTone } from '../../../ui/marks.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import { Pre } from '../../../ui/text.tsx';
import { MePage } from '../me/me-page.tsx';
import { categories } from '../register/register.rules.ts';
import type { OwnNomination } from './nominations.queries.ts';
import { longestWords } from './nominee.shape.ts';
import type { Round } from './rounds.queries.ts';

export type NominatePageProps = {
  round: Round | null;
  next: Round | null;
  days: { valid: number; accepted: number };
  signedIn: boolean;
  /** organisations that this person nominates for, verified ones */
  organisations: readonly { id: string; name: string; slug: string }[];
  values: FormValues;
  errors: FormErrors;
  sent: boolean;
};

/** Which round is open, how one recommends somebody, and what happens with what one writes. */
export function NominatePage(p: NominatePageProps) {
  const { t } = useUi();
  return (
    <Sheet
      title={t('people.nominations.title')}
      lead={<RoundWords round={p.round} next={p.next} />}
      aside={{
        title: t('people.nominations.what_happens'),
        children: (
          <>
            <Steps
              items={[
                { title: t('people.nominations.step_invite'), text: t('people.nominations.step_invite_text') },
                {
                  title: t('people.nominations.step_answer'),
                  text: t('people.nominations.step_answer_text', { days: p.days.valid }),
                },
                { title: t('people.nominations.step_apply'), text: t('people.nominations.step_apply_text') },
                { title: t('people.nominations.step_told'), text: t('people.nominations.step_told_text') },
              ]}
            />
            <More>
              {p.signedIn && <VerbLink href="/nominate/mine">{t('people.nominations.mine')}</VerbLink>}
              {p.organisations.length > 0 && (
                <VerbLink href="/nominate/batch">{t('people.nominations.batch_title')}</VerbLink>
              )}
            </More>
          </>
        ),
      }}
    >
      {p.sent && (
        <Notice tone="success" live title={t('people.nominations.sent')}>
          <p>{t('people.nominations.sent_text')}</p>
        </Notice>
      )}
      {p.round?.note && <Pre text={p.round.note} />}
      {p.signedIn ? <NominateForm {...p} /> : <SignInFirst />}
    </Sheet>
  );
}

function RoundWords({ round, next }: { round: Round | null; next: Round | null }) {
  const { t } = useUi();
  if (round)
    return (
      <>
        {t('people.nominations.round_open', { title: round.title })} <DateTime value={round.opensOn} form="date" />
        {' – '}
        <DateTime value={round.closesOn} form="date" />
      </>
    );
  return (
    <>
      {t('people.nominations.any_time')}
      {next && (
        <>
          {' '}
          {t('people.nominations.round_next', { title: next.title })} <DateTime value={next.opensOn} form="date" />
        </>
      )}
    </>
  );
}

function SignInFirst() {
  const { t } = useUi();
  return (
    <>
      <p>{t('people.nominations.sign_in_why')}</p>
      <p>
        <ButtonLink primary href="/sign-in?back=%2Fnominate">
          {t('people.nominations.sign_in')}
        </ButtonLink>
      </p>
    </>
  );
}

function NominateForm(p: NominatePageProps) {
  const { t } = useUi();
  return (
    <Form id="nominate" action="/nominate" values={p.values} errors={p.errors}>
      {p.organisations.length > 0 && (
        <Field
          name="organisationId"
          type="select"
          label={t('people.nominations.for_whom')}
          placeholder={t('people.nominations.for_myself')}
          options={p.organisations.map(({ id, name }) => ({ value: id, label: name }))}
          width="half"
        />
      )}
      <Field name="name" label={t('people.nominations.field.name')} maxLength={50} width="half" required />
      <Field
        name="phone"
        type="tel"
        autocomplete="off"
        label={t('people.nominations.field.phone')}
        hint={t('people.nominations.address_hint')}
        maxLength={30}
        width="half"
      />
      <Field
        name="email"
        type="email"
        autocomplete="off"
        label={t('people.nominations.field.email')}
        maxLength={254}
        width="half"
      />
      <Chips
        name="categories"
        multiple
        legend={t('people.nominations.field.categories')}
        hint={t('people.nominations.categories_hint')}
        options={categories.map((code) => ({ value: code, label: t(`people.register.category.${code}`) }))}
      />
      <Field
        name="words"
        type="textarea"
        label={t('people.nominations.field.words')}
        hint={t('people.nominations.words_hint')}
        maxLength={longestWords}
        counted
        rows={6}
        required
      />
      <Actions note={t('people.nominations.named')}>
        <Button primary>{t('people.nominations.nominate')}</Button>
      </Actions>
    </Form>
  );
}

const tones: Record<OwnNomination['standing'], StateTone> = {
  waiting: 'wait',
  accepted: 'ok',
  not_accepted: 'no',
  withdrawn: 'no',
};

/** What somebody recommended, for themself and for organisations: when, and whether it was accepted. */
export function OwnNominationsPage(p: {
  nominations: readonly OwnNomination[];
  nextHref?: string | undefined;
  firstHref?: string | undefined;
  problem?: string | undefined;
  withdrawn: boolean;
}) {
  const { t } = useUi();
  return (
    <MePage
      title={t('people.nominations.mine')}
      lead={t('people.nominations.mine_lead')}
      end={
        <ButtonLink primary href="/nominate">
          {t('people.nominations.nominate_one')}
        </ButtonLink>
      }
    >
      {p.problem && <Notice tone="error" title={p.problem} />}
      {p.withdrawn && <Notice tone="success" live title={t('people.nominations.withdrawn_said')} />}
      {p.nominations.length === 0 ? (
        <EmptyState title={t('people.nominations.none')}>{t('people.nominations.none_text')}</EmptyState>
      ) : (
        <>
          <OwnTable nominations={p.nominations} />
          <KeysetPager firstHref={p.firstHref} nextHref={p.nextHref} />
          <More>
            <a href="/nominate/mine.xlsx" download>
              {t('people.nominations.export_xlsx')}
            </a>
            <a href="/nominate/mine.csv" download>
              {t('people.nominations.export_csv')}
            </a>
          </More>
        </>
      )}
    </MePage>
  );
}

function OwnTable({ nominations }: { nominations: readonly OwnNomination[] }) {
  const { t } = useUi();
  return (
    <Table
      caption={t('people.nominations.mine')}
      captionHidden
      rows={nominations}
      columns={[
        {
          label: t('people.nominations.number'),
          head: true,
          cell: (row) => t('people.nominations.number_n', { number: row.number }),
        },
        { label: t('people.nominations.made'), cell: (row) => <DateTime value={row.createdAt} form="date" /> },
        {
          label: t('people.nominations.for_whom'),
          cell: (row) =>
            row.organisation
              ? `${row.organisation}${row.line ? ` · ${t('people.nominations.line_n', { line: row.line })}` : ''}`
              : t('people.nominations.for_myself'),
        },
        { label: t('people.nominations.round'), cell: (row) => row.round ?? t('people.nominations.no_round') },
        {
          label: t('people.nominations.standing'),
          cell: (row) => (
            <StateMark tone={tones[row.standing]}>{t(`people.nominations.standing.${row.standing}`)}</StateMark>
          ),
        },
        {
          label: t('people.nominations.withdraw'),
          labelHidden: true,
          cell: (row) =>
            row.standing === 'waiting' && (
              <form action={`/nominate/mine/${row.id}/withdraw`} method="post">
                <Button small label={t('people.nominations.withdraw_n', { number: row.number })}>
                  {t('people.nominations.withdraw')}
                </Button>
              </form>
            ),
        },
      ]}
    />
  );
}

/** An invitation that cannot be answered (any longer): the same whatever became of it. */
export function GonePage() {
  const { t } = useUi();
  return (
    <>
      <Heading title={t('people.nominations.gone_title')} lead={t('people.nominations.gone_text')} />
      <Section>
        <p>{t('people.nominations.gone_kept')}</p>
        <p>
          <ButtonLink href="/join">{t('people.nominations.gone_apply')}</ButtonLink>
        </p>
      </Section>
    </>
  );
}
