import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Actions, Form, type FormErrors, Hidden } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { type Address, spokenNumber } from '../sign-in/address.ts';
import { CodeField, DemoCode } from '../sign-in/code-parts.tsx';
import { code_minutes } from '../sign-in/one-time-code.ts';

/** Six figures that prove an address, whatever for. */
export function OwnCodePage(p: {
  action: string;
  back: string;
  /** where a new code is asked for */
  again: string;
  sentTo: Address | null;
  demo: boolean;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const to = p.sentTo && (p.sentTo.channel === 'sms' ? spokenNumber(p.sentTo.to) : p.sentTo.to);
  return (
    <Sheet
      title={t('people.code.title')}
      lead={to ? t('people.code.sent_to', { to, minutes: code_minutes }) : undefined}
    >
      {p.demo && <DemoCode />}
      {to ? (
        <Form id="code" action={p.action} errors={p.errors} summary={false}>
          <Hidden name="back" value={p.back} />
          <CodeField />
          <Actions>
            <Button primary>{t('people.logins.go_on')}</Button>
            <ButtonLink href={p.again}>{t('people.code.other_address')}</ButtonLink>
          </Actions>
        </Form>
      ) : (
        <>
          <Notice tone="error">
            <p>{Object.values(p.errors)[0]}</p>
          </Notice>
          <p>
            <ButtonLink primary href={p.again}>
              {t('people.code.start_again')}
            </ButtonLink>
          </p>
        </>
      )}
    </Sheet>
  );
}
