import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Section } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { Consent } from './consent.queries.ts';

/** A consent in words. */
export type ConsentShown = Consent & {
  title: string;
  /** what the person read when they agreed; '' where the wording is not known in words */
  text: string;
  /** message keys: what ends with it */
  means: readonly string[];
};

/** Consents one by one; what withdrawing one means is said before it can be done. */
export function Consents({ consents }: { consents: readonly ConsentShown[] }) {
  const { t } = useUi();
  return (
    <Section id="consents" title={t('people.data.consents')} note={t('people.data.consents_note')}>
      {consents.length === 0 && <p>{t('people.data.no_consents')}</p>}
      <ul class="holdings">
        {consents.map((consent) => (
          <li>
            <div>
              <h3>{consent.title}</h3>
              <p class="quiet">
                {t('people.data.given')} <DateTime value={consent.givenAt} form="date" /> · {t('people.data.wording')}{' '}
                <span lang="en">{consent.wording}</span>
              </p>
              {consent.text && <p>{consent.text}</p>}
              {consent.withdrawnAt && (
                <p>
                  <StateMark tone="no">{t('people.data.withdrawn')}</StateMark>{' '}
                  <DateTime value={consent.withdrawnAt} form="date" />
                </p>
              )}
            </div>
            {!consent.withdrawnAt && <Withdraw consent={consent} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Withdraw({ consent }: { consent: ConsentShown }) {
  const { t } = useUi();
  if (consent.purpose === 'people.account')
    return (
      <ButtonLink small href="#leave">
        {t('people.data.withdraw_account')}
      </ButtonLink>
    );
  return (
    <Fold summary={t('people.data.withdraw_what')}>
      <ul class="bullets">
        {consent.means.map((key) => (
          <li>{t(key)}</li>
        ))}
        <li>{t('people.data.withdraw_means')}</li>
      </ul>
      <form action={`/me/data/consents/${consent.id}/withdraw`} method="post">
        <Button small danger label={t('people.data.withdraw_this', { what: consent.title })}>
          {t('people.data.withdraw')}
        </Button>
      </form>
    </Fold>
  );
}
