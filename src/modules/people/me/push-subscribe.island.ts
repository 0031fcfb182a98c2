/** Lets this browser receive notifications while no page of ours is open. */
export default function pushSubscribe(element: HTMLElement): void {
  const button = element.querySelector('button');
  const said = element.querySelector('[role=status]');
  if (!button || !said || !('serviceWorker' in navigator) || !('PushManager' in window)) return;
  said.textContent = '';
  button.disabled = false;
  button.addEventListener('click', async () => {
    button.disabled = true;
    said.textContent = '';
    try {
      if ((await Notification.requestPermission()) !== 'granted') {
        said.textContent = element.dataset.refused ?? '';
        return;
      }
      location.assign(await subscribe(element.dataset.key ?? ''));
    } catch {
      said.textContent = element.dataset.failed ?? '';
    } finally {
      button.disabled = false;
    }
  });
}

async function subscribe(key: string): Promise<string> {
  await navigator.serviceWorker.register('/assets/service-worker.js', { scope: '/' });
  const registration = await navigator.serviceWorker.ready;
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  const { endpoint, keys = {} } = made.toJSON();
  const response = await fetch('/me/push', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ endpoint, p256dh: keys.p256dh, auth: keys.auth }),
  });
  if (!response.ok) throw new Error(String(response.status));
  return ((await response.json()) as { next: string }).next;
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
