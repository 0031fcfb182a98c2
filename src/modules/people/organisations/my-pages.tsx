import { Button, ButtonLink, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Heading, Section, Trail } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { MePage } from '../me/me-page.tsx';
import type { OwnPlace, Place } from './organisation-people.queries.ts';
import type { OrganisationLink } from './organisation-places.ts';
import type { Organisation } from './organisations.queries.ts';

/** What somebody is in organisations, what they are offered, what they asked for. */
export function MyOrganisationsPage(p: {
  places: readonly OwnPlace[];
  links: readonly OrganisationLink[];
  problem?: string | undefined;
  said?: string | undefined;
}) {
  const { t } = useUi();
  const offers = p.places.filter(({ state }) => state === 'offered');
  const others = p.places.filter(({ state }) => state !== 'offered');
  return (
    <MePage
      title={t('people.organisations.mine')}
      lead={t('people.organisations.mine_lead')}
      end={<ButtonLink href="/organisations/new">{t('people.organisations.register')}</ButtonLink>}
    >
      {p.problem && <Notice tone="error" title={p.problem} />}
      {p.said && <Notice tone="success" live title={t(p.said)} />}
      {offers.length > 0 && (
        <Section id="offers" title={t('people.organisations.offers')}>
          <ul class="holdings">
            {offers.map((place) => (
              <Held place={place} links={p.links} />
            ))}
          </ul>
        </Section>
      )}
      {others.length > 0 ? (
        <Section id="places" title={t('people.organisations.places')}>
          <ul class="holdings">
            {others.map((place) => (
              <Held place={place} links={p.links} />
            ))}
          </ul>
        </Section>
      ) : (
        offers.length === 0 && (
          <EmptyState title={t('people.organisations.none_mine')}>
            {t('people.organisations.none_mine_text')}
          </EmptyState>
        )
      )}
    </MePage>
  );
}

function Held({ place, links }: { place: OwnPlace; links: readonly OrganisationLink[] }) {
  const { t } = useUi();
  const name = place.organisation;
  return (
    <li>
      <div>
        <h3>{place.verifiedAt ? <a href={`/organisations/${place.slug}`}>{name}</a> : name}</h3>
        <p class="quiet">
          {t(`people.organisations.part.${place.part}`)} · {t(`people.organisations.state.${place.state}`)}
          {' · '}
          <DateTime value={place.since} form="date" />
        </p>
        {place.state === 'held' &&
          place.verifiedAt &&
          links
            .filter(({ parts }) => parts.includes(place.part))
            .map(({ path, label }) => (
              <VerbLink href={`/organisations/${place.slug}/${path}`} label={`${t(label)}: ${name}`}>
                {t(label)}
              </VerbLink>
            ))}{' '}
        {place.part === 'administrator' && place.state === 'held' && (
          <VerbLink href={`/organisations/${place.slug}/manage`} label={t('people.organisations.manage_n', { name })}>
            {t('people.organisations.manage')}
          </VerbLink>
        )}
      </div>
      <OwnDeeds place={place} name={name} />
    </li>
  );
}

function OwnDeeds({ place, name }: { place: Place; name: string }) {
  const { t } = useUi();
  if (place.state === 'offered')
    return (
      <form action={`/me/organisations/${place.id}`} method="post" class="send-buttons">
        <Button small primary name="answer" value="yes" label={t('people.organisations.accept_n', { name })}>
          {t('people.organisations.accept')}
        </Button>
        <Button small name="answer" value="no" label={t('people.organisations.decline_n', { name })}>
          {t('people.organisations.decline')}
        </Button>
      </form>
    );
  const deed = place.state === 'asked' ? 'take_back' : 'leave';
  return (
    <form action={`/me/organisations/${place.id}`} method="post">
      <Button small name="answer" value="end" label={t(`people.organisations.${deed}_n`, { name })}>
        {t(`people.organisations.${deed}`)}
      </Button>
    </form>
  );
}

/** What somebody is in one organisation, and joining it. */
export function PlacePage(p: {
  organisation: Organisation;
  places: readonly OwnPlace[];
  problem?: string | undefined;
}) {
  const { t } = useUi();
  const { organisation } = p;
  const belongs = p.places.some(({ part }) => part === 'member');
  const administers = p.places.some(({ part, state }) => part === 'administrator' && state === 'held');
  return (
    <>
      <Trail
        items={[
          { label: t('people.organisations.title'), href: '/organisations' },
          { label: organisation.name, href: `/organisations/${organisation.slug}` },
          { label: t('people.organisations.my_place') },
        ]}
      />
      <Heading title={t('people.organisations.my_place')} lead={organisation.name} />
      {p.problem && <Notice tone="error" title={p.problem} />}
      {p.places.length > 0 && (
        <Section id="places" title={t('people.organisations.places')}>
          <ul class="holdings">
            {p.places.map((place) => (
              <Held place={place} links={[]} />
            ))}
          </ul>
        </Section>
      )}
      {!belongs && !administers && (
        <Section>
          <p>{t('people.organisations.join_means')}</p>
          <form action={`/organisations/${organisation.slug}/place`} method="post">
            <Button primary>{t('people.organisations.join')}</Button>
          </form>
        </Section>
      )}
    </>
  );
}
