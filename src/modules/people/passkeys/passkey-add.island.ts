import { canUsePasskeys, ceremony } from './passkey-ceremony.ts';

/** Adds a passkey of this device to the account. */
export default function passkeyAdd(element: HTMLElement): void {
  const button = element.querySelector('button');
  const said = element.querySelector('[role=status]');
  if (!button || !said || !canUsePasskeys(element.dataset.host)) return;
  said.textContent = '';
  button.disabled = false;
  button.addEventListener('click', async () => {
    button.disabled = true;
    said.textContent = '';
    try {
      location.assign(await ceremony('/auth/passkey/add', 'create'));
    } catch {
      said.textContent = element.dataset.failed ?? '';
      button.disabled = false;
    }
  });
}
