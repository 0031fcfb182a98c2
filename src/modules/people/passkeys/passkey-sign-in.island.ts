import { canUsePasskeys, ceremony } from './passkey-ceremony.ts';

/** Shows the passkey button where this browser can use it, and signs in. */
export default function passkeySignIn(element: HTMLElement): void {
  const button = element.querySelector('button');
  const said = element.querySelector('[role=status]');
  if (!button || !said || !canUsePasskeys(element.dataset.host)) return;
  element.hidden = false;
  button.addEventListener('click', async () => {
    button.disabled = true;
    said.textContent = '';
    try {
      location.assign(await ceremony('/auth/passkey/sign-in', 'get', { back: element.dataset.back ?? '/' }));
    } catch {
      said.textContent = element.dataset.failed ?? '';
      button.disabled = false;
    }
  });
}
