import { Button } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Heading, Section, Trail } from '../../../ui/layout.tsx';
import { StateMark, type StateTone } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { ChangeForm, EvidenceField } from './form-pages.tsx';
import type { OrganisationCheck } from './organisation-checks.queries.ts';
import { type Place, parts } from './organisation-people.queries.ts';
import type { Organisation } from './organisations.queries.ts';
import { Standing } from './public-pages.tsx';

export type ManagePageProps = {
  organisation: Organisation;
  version: string;
  places: readonly Place[];
  checks: readonly OrganisationCheck[];
  districts: readonly { value: string; label: string }[];
  accountId: string;
  values: FormValues;
  /** what went wrong, by form */
  wrong: Partial<Record<'change' | 'evidence' | 'offer' | 'place' | 'close', FormErrors>>;
  /** message key of what was just done */
  said?: string | undefined;
};

const stateTones: Record<Place['state'], StateTone> = { held: 'ok', asked: 'wait', offered: 'open' };

/** Where an organisation's administrators run it: its people, its verification, what it says of itself. */
export function ManagePage(p: ManagePageProps) {
  const { t } = useUi();
  const { organisation } = p;
  const href = `/organisations/${organisation.slug}`;
  return (
    <>
      <Trail
        items={[{ label: t('people.organisations.mine'), href: '/me/organisations' }, { label: organisation.name }]}
      />
      <Heading
        title={organisation.name}
        facts={<Standing organisation={organisation} />}
        {...(organisation.verifiedAt && { end: <a href={href}>{t('people.organisations.public_page')}</a> })}
      />
      {p.said && <Notice tone="success" live title={t(p.said)} />}
      {[p.wrong.place, p.wrong.close].map(
        (errors) => errors && <Notice tone="error" title={Object.values(errors)[0]} />,
      )}
      {!organisation.verifiedAt && <Verification {...p} />}
      <People {...p} />
      <Section id="about" title={t('people.organisations.change_title')}>
        <ChangeForm
          slug={organisation.slug}
          version={p.version}
          verified={organisation.verifiedAt !== null}
          districts={p.districts}
          values={p.values}
          errors={p.wrong.change ?? {}}
        />
      </Section>
      <Fold summary={t('people.organisations.close_title')} open={Boolean(p.wrong.close)}>
        <p>{t('people.organisations.close_means')}</p>
        <form action={`${href}/close`} method="post">
          <Button danger>{t('people.organisations.close')}</Button>
        </form>
      </Fold>
    </>
  );
}

function Verification({ organisation, checks, wrong }: ManagePageProps) {
  const { t } = useUi();
  const [last] = checks;
  return (
    <Section id="verification" title={t('people.organisations.verification')}>
      {last?.state === 'waiting' && (
        <p>
          {t('people.organisations.waiting_since')} <DateTime value={last.askedAt} form="date" />
        </p>
      )}
      {last?.state === 'refused' && (
        <Notice tone="warn" title={t('people.organisations.refused_title')}>
          <p>{last.reason}</p>
        </Notice>
      )}
      <Form
        id="evidence"
        action={`/organisations/${organisation.slug}/verification`}
        errors={wrong.evidence ?? {}}
        multipart
      >
        <EvidenceField />
        <Actions note={t('people.organisations.verification_note')}>
          <Button primary={last?.state !== 'waiting'}>
            {t(
              last?.state === 'waiting'
                ? 'people.organisations.evidence_anew'
                : 'people.organisations.ask_verification',
            )}
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}

function People(p: ManagePageProps) {
  const { t } = useUi();
  const { places, organisation, accountId } = p;
  const action = `/organisations/${organisation.slug}/places`;
  return (
    <Section id="people" title={t('people.organisations.people')} note={t('people.organisations.people_note')}>
      <Table
        caption={t('people.organisations.people')}
        captionHidden
        rows={places}
        columns={[
          { label: t('people.organisations.person'), head: true, cell: (place) => shownName(place) },
          { label: t('people.organisations.part'), cell: (place) => t(`people.organisations.part.${place.part}`) },
          {
            label: t('people.organisations.state'),
            cell: (place) => (
              <StateMark tone={stateTones[place.state]}>{t(`people.organisations.state.${place.state}`)}</StateMark>
            ),
          },
          { label: t('people.organisations.since'), cell: (place) => <DateTime value={place.since} form="date" /> },
          {
            label: t('people.organisations.deeds'),
            labelHidden: true,
            cell: (place) => <PlaceDeeds place={place} own={place.accountId === accountId} action={action} />,
          },
        ]}
      />
      <OfferForms {...p} action={action} />
    </Section>
  );
}

/** Until somebody says yes to an offer, the organisation knows of them only what it knew before: their number. */
function shownName(place: Place): string {
  return place.state === 'offered' ? (place.number ?? '—') : place.name;
}

function PlaceDeeds({ place, own, action }: { place: Place; own: boolean; action: string }) {
  const { t } = useUi();
  const name = shownName(place);
  if (place.state === 'asked')
    return (
      <form action={action} method="post" class="send-buttons">
        <input type="hidden" name="placeId" value={place.id} />
        <Button small primary name="answer" value="yes" label={t('people.organisations.take_in_n', { name })}>
          {t('people.organisations.take_in')}
        </Button>
        <Button small name="answer" value="no" label={t('people.organisations.turn_down_n', { name })}>
          {t('people.organisations.turn_down')}
        </Button>
      </form>
    );
  const deed = own ? 'leave' : place.state === 'offered' ? 'take_back' : 'end';
  return (
    <form action={action} method="post">
      <input type="hidden" name="placeId" value={place.id} />
      <Button small name="answer" value="end" label={t(`people.organisations.${deed}_n`, { name })}>
        {t(`people.organisations.${deed}`)}
      </Button>
    </form>
  );
}

function OfferForms({ places, wrong, values, action }: ManagePageProps & { action: string }) {
  const { t } = useUi();
  const held = new Map(places.filter(({ state }) => state === 'held').map((place) => [place.accountId, place.name]));
  return (
    <Form id="offer" action={action} values={wrong.offer ? values : { part: 'member' }} errors={wrong.offer ?? {}}>
      <Field
        name="part"
        type="select"
        label={t('people.organisations.offer_part')}
        hint={t('people.organisations.offer_hint')}
        options={parts.map((part) => ({ value: part, label: t(`people.organisations.part.${part}`) }))}
        width="half"
      />
      <Field
        name="accountId"
        type="select"
        label={t('people.organisations.offer_person')}
        placeholder={t('people.organisations.offer_other')}
        options={[...held].map(([value, label]) => ({ value, label }))}
        width="half"
      />
      <Field
        name="number"
        label={t('people.organisations.offer_number')}
        hint={t('people.organisations.offer_number_hint')}
        maxLength={20}
        width="short"
      />
      <Actions>
        <Button>{t('people.organisations.offer')}</Button>
      </Actions>
    </Form>
  );
}
