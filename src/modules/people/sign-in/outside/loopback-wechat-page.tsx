import { ButtonLink } from '../../../../ui/button.tsx';
import { Sheet } from '../../../../ui/layout.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';

// keys: people.sign_in.outside.demo_*
const words = 'people.sign_in.outside';

/** Where the WeChat that only pretends asks who is holding the phone. */
export function LoopbackWechatPage(p: { people: { id: string; href: string }[]; refuse: string }) {
  const { t } = useUi();
  return (
    <Sheet title={t(`${words}.demo_title`)} lead={t(`${words}.demo_lead`)}>
      <Notice>
        <p>{t(`${words}.demo_note`)}</p>
      </Notice>
      <p class="send-buttons">
        {p.people.map(({ id, href }) => (
          <ButtonLink href={href}>{t(`${words}.demo_as`, { name: t(`${words}.demo_${id}`) })}</ButtonLink>
        ))}
        <ButtonLink href={p.refuse}>{t(`${words}.demo_refuse`)}</ButtonLink>
      </p>
    </Sheet>
  );
}
