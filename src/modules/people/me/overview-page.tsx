import { Button } from '../../../ui/button.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { Tasks } from '../../../ui/lists.tsx';
import { type NavItem, useUi } from '../../../ui/page-context.ts';
import { spokenNumber } from '../sign-in/address.ts';
import type { MePlace } from './me-places.ts';
import type { Profile } from './profile.queries.ts';

/** A person's own page: what is theirs here, and the way out. */
export function OverviewPage(p: {
  profile: Profile;
  places: readonly MePlace[];
  unread: number;
  work: readonly NavItem[];
}) {
  const { t } = useUi();
  const reach = [p.profile.phone && spokenNumber(p.profile.phone), p.profile.email].filter(Boolean).join(' · ');
  const unread = p.unread > 99 ? '99+' : String(p.unread);
  return (
    <>
      <Heading title={p.profile.displayName || p.profile.name} lead={reach} />
      {p.work.length > 0 && (
        <Tasks
          label={t('people.me.work')}
          entries={p.work.map(({ href, label }) => ({ href, icon: 'list' as const, title: label }))}
        />
      )}
      <Tasks
        label={t('people.me.title')}
        entries={[
          ...p.places.map((place) => ({
            href: place.href,
            icon: place.icon,
            title: t(place.label),
            note: t(place.note),
          })),
          {
            href: '/me/notifications',
            icon: 'bell' as const,
            title: t('people.inbox.title'),
            note: p.unread > 0 ? t('people.me.unread', { unread }) : t('people.me.none_unread'),
          },
          {
            href: '/me/profile',
            icon: 'me' as const,
            title: t('people.profile.title'),
            note: t('people.me.profile_note'),
          },
          {
            href: '/me/preferences',
            icon: 'gear' as const,
            title: t('people.preferences.title'),
            note: t('people.me.preferences_note'),
          },
          {
            href: '/me/sessions',
            icon: 'lock' as const,
            title: t('people.sessions.title'),
            note: t('people.me.sessions_note'),
          },
          {
            href: '/me/passkeys',
            icon: 'key' as const,
            title: t('people.passkeys.title'),
            note: t('people.me.passkeys_note'),
          },
          { href: '/me/data', icon: 'data' as const, title: t('people.data.title'), note: t('people.me.data_note') },
        ]}
      />
      <form class="leave" action="/sign-out" method="post">
        <Button icon="out">{t('people.me.sign_out')}</Button>
      </form>
    </>
  );
}
