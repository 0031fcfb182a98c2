import { fileHref } from '../../../kernel/files/index.ts';
import { wordBreaks } from '../../../kernel/text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Acts, CaseLayout, Heading, Section, SideSection, Trail } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Portrait } from '../../../ui/portrait.tsx';
import { Meta, Pre, safeHref } from '../../../ui/text.tsx';
import type { District } from '../books.queries.ts';
import type { Book } from '../books.ts';
import type { PublishedMember, Shown } from './directory.queries.ts';
import { categoryWords } from './list-page.tsx';

/** A link that a member gave: vouched for by nobody. What is no address of a page is only said. */
function GivenLink({ url, children }: { url: string; children: string }) {
  const href = /^https?:\/\//i.test(url) ? safeHref(url) : undefined;
  return href ? (
    <a href={href} rel="nofollow noopener noreferrer external">
      {children}
    </a>
  ) : (
    <span>{children}</span>
  );
}

function Accounts({ ctx, accounts }: { ctx: PageContext; accounts: NonNullable<Shown['accounts']> }) {
  return (
    <Section id="accounts" title={ctx.t('people.directory.accounts')}>
      <Facts
        ruled
        items={accounts.map(({ platform, name, url }) => ({
          label: platform,
          value: <GivenLink url={url}>{name}</GivenLink>,
        }))}
      />
    </Section>
  );
}

function Works({ ctx, works }: { ctx: PageContext; works: NonNullable<Shown['works']> }) {
  return (
    <Section id="works" title={ctx.t('people.directory.works')}>
      <ol class="matters">
        {works.map(({ title, kind, url, year, note }) => (
          <li>
            <h3>
              <GivenLink url={url}>{title}</GivenLink>
            </h3>
            {note && <p class="excerpt">{note}</p>}
            {/* keys: people.register.work.* */}
            <div class="under">
              <Meta items={[ctx.t(`people.register.work.${kind}`), year ? String(year) : '']} />
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Contact({ ctx, member }: { ctx: PageContext; member: PublishedMember }) {
  const { t } = ctx;
  const { contact_email: email, contact_phone: phone } = member.shown;
  return (
    <SideSection id="contact" title={t('people.directory.contact')}>
      {(email || phone) && (
        <Facts
          items={[
            email ? { label: t('people.directory.email'), value: <a href={`mailto:${email}`}>{email}</a> } : null,
            phone
              ? {
                  label: t('people.directory.phone'),
                  value: <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>,
                }
              : null,
          ]}
        />
      )}
      <Acts>
        <ButtonLink href={`/members/${member.slug}.vcf`} icon="download" download>
          {t('people.directory.vcard')}
        </ButtonLink>
      </Acts>
    </SideSection>
  );
}

function Profession({
  ctx,
  member,
  districts,
}: {
  ctx: PageContext;
  member: PublishedMember;
  districts: Book<District>;
}) {
  const { t } = ctx;
  const { shown, organisationSlug } = member;
  const fact = (label: string, value: unknown) => (value ? { label: t(label), value: value as string } : null);
  const facts = [
    shown.pen_name && shown.name ? { label: t('people.directory.name'), value: shown.name } : null,
    fact('people.directory.field', shown.field),
    shown.organisation
      ? {
          label: t('people.directory.organisation'),
          value: organisationSlug ? (
            <a href={`/organisations/${organisationSlug}`}>{shown.organisation}</a>
          ) : (
            shown.organisation
          ),
        }
      : null,
    fact('people.directory.post', shown.post),
    fact('people.directory.skills', shown.skills?.join(t('people.directory.separator'))),
    fact('people.directory.district', districts.name(shown.district, ctx.locale)),
  ];
  return facts.some(Boolean) ? (
    <Section id="profession" title={t('people.directory.profession')}>
      <Facts ruled items={facts} />
    </Section>
  ) : null;
}

/** What one member chose to show. */
export function MemberPage(p: { ctx: PageContext; member: PublishedMember; districts: Book<District> }) {
  const { ctx, member, districts } = p;
  const { t } = ctx;
  const { shown } = member;
  return (
    <>
      <Trail items={[{ label: t('people.directory.title'), href: '/members' }, { label: member.name }]} />
      <CaseLayout
        heading={
          <Heading
            over={<Meta items={categoryWords(ctx, shown.categories)} />}
            title={wordBreaks(member.name)}
            facts={<p class="quiet">{t('people.directory.chosen')}</p>}
          />
        }
        after={<Contact ctx={ctx} member={member} />}
        afterLabel={t('people.directory.contact')}
      >
        {shown.photo && (
          <Portrait src={fileHref(shown.photo)} alt={t('people.directory.photo_of', { name: member.name })} />
        )}
        {shown.intro && (
          <Section id="intro" title={t('people.directory.intro')}>
            <Pre text={shown.intro} links={false} />
          </Section>
        )}
        <Profession ctx={ctx} member={member} districts={districts} />
        {shown.accounts && <Accounts ctx={ctx} accounts={shown.accounts} />}
        {shown.works && <Works ctx={ctx} works={shown.works} />}
      </CaseLayout>
    </>
  );
}

/** Nobody stands under this address: whether somebody once did is not said. */
export function NoSuchMember({ ctx }: { ctx: PageContext }) {
  const { t } = ctx;
  return (
    <>
      <Heading title={t('people.directory.none')} lead={t('people.directory.none_text')} />
      <p class="send-buttons">
        <ButtonLink href="/members">{t('people.directory.show_all')}</ButtonLink>
      </p>
    </>
  );
}
