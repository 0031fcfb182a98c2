import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Sheet, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { Competition } from '../competition.queries.ts';
import { entryStage, type Taking, takenUntil } from './entries.rules.ts';
import { longest } from './entry-input.ts';

export type EnterProps = {
  competition: Competition;
  taking: Taking;
  organisations: readonly { id: string; name: string }[];
  values?: FormValues | undefined;
  errors?: FormErrors | undefined;
};

function CompetitionTrail({ competition, title }: { competition: Competition; title: string }) {
  return <Trail items={[{ label: competition.title, href: `/competitions/${competition.slug}` }, { label: title }]} />;
}

/** When entries are taken, and what of. */
function Taken({ competition, taking }: { competition: Competition; taking: Taking }) {
  const { t } = useUi();
  const stage = entryStage(competition);
  const { media, mostFiles, perPerson, lateHours } = stage.settings;
  return (
    <Facts
      ruled
      items={[
        {
          label: t('competitions.entries.ends'),
          value: (
            <>
              <DateTime value={stage.endsAt} form="datetime" />
              {lateHours > 0 && taking !== 'over' && (
                <>
                  <br />
                  <span class="quiet">{t('competitions.entries.late_rule', { n: lateHours })}</span>
                </>
              )}
            </>
          ),
        },
        {
          label: t('competitions.entries.per_person'),
          value: t('competitions.entries.per_person_n', { n: perPerson }),
        },
        mostFiles > 0 && {
          label: t('competitions.entries.what'),
          value: `${media.map((kind) => t(`competitions.entries.media.${kind}`)).join(t('competitions.entries.comma'))}${t('competitions.entries.what_most', { n: mostFiles })}`,
        },
      ]}
    />
  );
}

/** Says why nothing is taken now; null: it is. */
function NotTaken({ competition, taking }: { competition: Competition; taking: Taking }) {
  const { t } = useUi();
  const stage = entryStage(competition);
  if (competition.state !== 'open')
    return <Notice tone="warn" title={t('errors.competitions.wrong_state', { state: competition.state })} />;
  if (taking === 'waiting')
    return (
      <Notice title={t('competitions.entries.not_yet')}>
        <p>
          <DateTime value={stage.startsAt} form="datetime" />
        </p>
      </Notice>
    );
  return (
    <Notice tone="warn" title={t('competitions.entries.over')}>
      <p>
        <DateTime value={takenUntil(stage)} form="datetime" />
      </p>
    </Notice>
  );
}

const isTaken = ({ competition, taking }: EnterProps): boolean =>
  competition.state === 'open' && (taking === 'open' || taking === 'late');

/** Which way somebody enters, and in which category; the rest is written in the draft. */
export function EnterPage(p: EnterProps) {
  const { t } = useUi();
  const { competition, taking } = p;
  const { ways } = entryStage(competition).settings;
  const own = ways.filter((way) => way !== 'nominated');
  return (
    <>
      <CompetitionTrail competition={competition} title={t('competitions.entries.enter')} />
      <Sheet
        title={t('competitions.entries.enter')}
        lead={t('competitions.entries.enter_lead')}
        aside={{
          title: t('competitions.entries.to_know'),
          children: <Taken competition={competition} taking={taking} />,
        }}
      >
        {!isTaken(p) ? (
          <NotTaken competition={competition} taking={taking} />
        ) : own.length === 0 ? (
          <Notice title={t('competitions.entries.nominated_only')} />
        ) : (
          <Form
            id="enter"
            action={`/competitions/${competition.slug}/enter`}
            values={{ way: own[0], categoryId: competition.categories[0]?.id, organisationId: '', ...p.values }}
            errors={p.errors}
          >
            {taking === 'late' && <Notice tone="warn" title={t('competitions.entries.late_now')} />}
            <WayFields ways={own} organisations={p.organisations} />
            <CategoryChoice competition={competition} />
            <Actions note={t('competitions.entries.enter_note')}>
              <Button primary>{t('competitions.entries.begin')}</Button>
            </Actions>
          </Form>
        )}
        {isTaken(p) && ways.includes('nominated') && (
          <p>
            <ButtonLink href={`/competitions/${competition.slug}/nominate`}>
              {t('competitions.entries.nominate')}
            </ButtonLink>
          </p>
        )}
      </Sheet>
    </>
  );
}

function WayFields({ ways, organisations }: { ways: readonly string[]; organisations: EnterProps['organisations'] }) {
  const { t } = useUi();
  const byOrganisation = ways.includes('organisation');
  return (
    <>
      {ways.length > 1 ? (
        <Choice
          name="way"
          legend={t('competitions.entries.way')}
          options={ways.map((way) => ({
            value: way,
            label: t(`competitions.way.${way}`),
            note: t(`competitions.entries.way_note.${way}`),
            disabled: way === 'organisation' && organisations.length === 0,
          }))}
        />
      ) : (
        <input type="hidden" name="way" value={ways[0]} />
      )}
      {byOrganisation && organisations.length > 0 && (
        <Field
          name="organisationId"
          type="select"
          label={t('competitions.entries.organisation')}
          hint={t('competitions.entries.organisation_hint')}
          placeholder={t('competitions.entries.organisation_none')}
          optional={ways.length > 1}
          options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          width="half"
        />
      )}
      {byOrganisation && organisations.length === 0 && <p class="quiet">{t('competitions.entries.no_organisation')}</p>}
    </>
  );
}

/** The categories of a competition; nothing to choose where there is one. */
export function CategoryChoice({ competition }: { competition: Competition }) {
  const { t } = useUi();
  const [only] = competition.categories;
  if (competition.categories.length === 1 && only) return <input type="hidden" name="categoryId" value={only.id} />;
  if (competition.categories.length > 8)
    return (
      <Field
        name="categoryId"
        type="select"
        label={t('competitions.entries.category')}
        width="half"
        options={competition.categories.map(({ id, name }) => ({ value: id, label: name }))}
      />
    );
  return (
    <Choice
      name="categoryId"
      legend={t('competitions.entries.category')}
      options={competition.categories.map(({ id, name, description }) => ({
        value: id,
        label: name,
        ...(description && { note: description }),
      }))}
    />
  );
}

/** Nominating somebody else: who, where they can be asked, for what. */
export function NominatePage(p: EnterProps) {
  const { t } = useUi();
  const { competition, taking } = p;
  const { ways, acceptanceDays } = entryStage(competition).settings;
  return (
    <>
      <CompetitionTrail competition={competition} title={t('competitions.entries.nominate')} />
      <Sheet
        title={t('competitions.entries.nominate')}
        lead={t('competitions.entries.nominate_lead', { n: acceptanceDays })}
        aside={{
          title: t('competitions.entries.to_know'),
          children: <Taken competition={competition} taking={taking} />,
        }}
      >
        {!isTaken(p) ? (
          <NotTaken competition={competition} taking={taking} />
        ) : ways.includes('nominated') ? (
          <NominateForm {...p} />
        ) : (
          <Notice title={t('errors.competitions.entries.way_not_taken')} />
        )}
      </Sheet>
    </>
  );
}

function NominateForm({ competition, values, errors }: EnterProps) {
  const { t } = useUi();
  return (
    <Form
      id="nominate"
      action={`/competitions/${competition.slug}/nominate`}
      values={{ categoryId: competition.categories[0]?.id, ...values }}
      errors={errors}
    >
      <InvitedFields />
      <CategoryChoice competition={competition} />
      <Field
        name="title"
        label={t('competitions.entries.nominated_title')}
        hint={t('competitions.entries.nominated_title_hint')}
        maxLength={longest.title}
        optional
      />
      <Field
        name="words"
        type="textarea"
        label={t('competitions.entries.words')}
        hint={t('competitions.entries.words_hint')}
        rows={6}
        maxLength={2000}
        counted
      />
      <Actions note={t('competitions.entries.nominate_note')}>
        <Button primary>{t('competitions.entries.nominate_send')}</Button>
      </Actions>
    </Form>
  );
}

/** Who is asked, and where the invitation goes. */
export function InvitedFields() {
  const { t } = useUi();
  return (
    <>
      <Field name="name" label={t('competitions.entries.their_name')} maxLength={40} autocomplete="off" width="half" />
      <Field
        name="email"
        type="email"
        label={t('competitions.entries.their_email')}
        hint={t('competitions.entries.one_of_both')}
        autocomplete="off"
        width="half"
      />
      <Field name="phone" type="tel" label={t('competitions.entries.their_phone')} autocomplete="off" width="half" />
    </>
  );
}
