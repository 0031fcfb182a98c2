import { ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { CaseLayout, Find, Heading, SideSection, Trail } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { Meta, Pre, safeHref } from '../../../ui/text.tsx';
import { type OrganisationKind, organisationKinds } from '../register/register.rules.ts';
import type { Organisation } from './organisations.queries.ts';

export type ListQuery = { q: string; kind: OrganisationKind | '' };

/** Address of the public list with what it is narrowed to. */
export function listHref({ q, kind }: ListQuery, after?: string): string {
  const query = new URLSearchParams();
  if (q) query.set('q', q);
  if (kind) query.set('kind', kind);
  if (after) query.set('after', after);
  const text = query.toString();
  return text ? `/organisations?${text}` : '/organisations';
}

/** Verified organisations, by the letters of their names. */
export function OrganisationsPage(p: {
  query: ListQuery;
  organisations: readonly Organisation[];
  districtName: (id: string | null) => string;
  nextHref?: string | undefined;
  firstHref?: string | undefined;
}) {
  const { t } = useUi();
  const kinds = ['', ...organisationKinds] as const;
  return (
    <>
      <Heading
        title={t('people.organisations.title')}
        lead={t('people.organisations.lead')}
        end={<ButtonLink href="/organisations/new">{t('people.organisations.register')}</ButtonLink>}
      />
      <Find
        action="/organisations"
        label={t('people.organisations.find')}
        value={p.query.q}
        placeholder={t('people.organisations.find_hint')}
      />
      <Tabs
        label={t('people.organisations.kind')}
        items={kinds.map((kind) => ({
          href: listHref({ q: p.query.q, kind }),
          label: kind ? t(`people.organisation.kind.${kind}`) : t('people.organisations.all'),
          current: p.query.kind === kind,
        }))}
      />
      {p.organisations.length === 0 ? (
        <EmptyState title={t(p.query.q ? 'people.organisations.none_found' : 'people.organisations.none')} />
      ) : (
        <Matters
          label={t('people.organisations.title')}
          entries={p.organisations.map((each) => ({
            href: `/organisations/${each.slug}`,
            title: each.name,
            meta: <Meta items={[t(`people.organisation.kind.${each.kind}`), p.districtName(each.districtId)]} />,
            ...(each.about && { excerpt: shortened(each.about) }),
          }))}
        />
      )}
      <KeysetPager firstHref={p.firstHref} nextHref={p.nextHref} note={t('people.organisations.order')} />
    </>
  );
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return [...line].length > 100 ? `${[...line].slice(0, 100).join('')}…` : line;
}

export type OrganisationPageProps = {
  organisation: Organisation;
  district: string;
  officers: readonly { slug: string; name: string }[];
};

/** What everybody sees of an organisation. */
export function OrganisationPage(p: OrganisationPageProps) {
  const { t } = useUi();
  const { organisation } = p;
  const href = safeHref(organisation.website);
  return (
    <>
      <Trail
        items={[{ label: t('people.organisations.title'), href: '/organisations' }, { label: organisation.name }]}
      />
      <CaseLayout
        heading={
          <Heading
            over={t(`people.organisation.kind.${organisation.kind}`)}
            title={organisation.name}
            facts={<Standing organisation={organisation} />}
          />
        }
        after={
          <>
            <SideSection id="facts" title={t('people.organisations.facts')}>
              <Facts
                items={[
                  { label: t('people.organisations.credit_code'), value: organisation.creditCode },
                  { label: t('people.organisations.district'), value: p.district },
                  {
                    label: t('people.organisations.website'),
                    value: href && (
                      <a href={href} rel="nofollow noopener">
                        {new URL(href).hostname}
                      </a>
                    ),
                  },
                  { label: t('people.organisations.contact'), value: organisation.publicContact },
                ]}
              />
            </SideSection>
            {p.officers.length > 0 && (
              <SideSection id="officers" title={t('people.organisations.officers')}>
                <ul class="plain">
                  {p.officers.map(({ slug, name }) => (
                    <li>
                      <a href={`/members/${slug}`}>{name}</a>
                    </li>
                  ))}
                </ul>
              </SideSection>
            )}
            <More>
              <VerbLink href={`/organisations/${organisation.slug}/place`}>
                {t('people.organisations.my_place')}
              </VerbLink>
            </More>
          </>
        }
        afterLabel={t('people.organisations.facts')}
      >
        {organisation.about ? (
          <Pre text={organisation.about} />
        ) : (
          <p class="quiet">{t('people.organisations.no_about')}</p>
        )}
      </CaseLayout>
    </>
  );
}

/** Whether an organisation is verified, and since when. */
export function Standing({ organisation }: { organisation: Pick<Organisation, 'verifiedAt' | 'closedAt'> }) {
  const { t } = useUi();
  if (organisation.closedAt)
    return (
      <StateMark tone="no">
        {t('people.organisations.closed_on')} <DateTime value={organisation.closedAt} form="date" />
      </StateMark>
    );
  if (!organisation.verifiedAt) return <StateMark tone="wait">{t('people.organisations.unverified')}</StateMark>;
  return (
    <StateMark tone="ok">
      {t('people.organisations.verified_on')} <DateTime value={organisation.verifiedAt} form="date" />
    </StateMark>
  );
}
