type Plan = { west: number; north: number; perDegree: number; squeeze: number };

const step_px = 6;

/** Fills latitude and longitude from this device's position or from a point on the plan of the districts. */
export function pickPlace(
  element: HTMLElement,
  lat: HTMLInputElement | null | undefined,
  lon: HTMLInputElement | null | undefined,
): void {
  const said = element.querySelector<HTMLElement>('[data-said]');
  if (!lat || !lon || !said) return;
  const put = (latitude: number, longitude: number) => {
    lat.value = latitude.toFixed(5);
    lon.value = longitude.toFixed(5);
    for (const input of [lat, lon]) input.dispatchEvent(new Event('input', { bubbles: true }));
    said.textContent = (element.dataset.found ?? '').replace('{lat}', lat.value).replace('{lon}', lon.value);
  };
  locate(element, put, () => {
    said.textContent = element.dataset.failed ?? '';
  });
  const figure = element.querySelector<HTMLElement>('[data-plan]');
  const drawing = figure?.querySelector('svg');
  if (figure && drawing) {
    figure.hidden = false;
    pick(drawing, put, lat, lon);
  }
}

function locate(element: HTMLElement, put: (lat: number, lon: number) => void, failed: () => void): void {
  const line = element.querySelector<HTMLElement>('[data-here]');
  if (!line || !navigator.geolocation || !window.isSecureContext) return;
  line.hidden = false;
  line.querySelector('button')?.addEventListener('click', () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => put(coords.latitude, coords.longitude), failed, {
      enableHighAccuracy: true,
      timeout: 15_000,
      maximumAge: 60_000,
    });
  });
}

function pick(
  drawing: SVGSVGElement,
  put: (lat: number, lon: number) => void,
  lat: HTMLInputElement,
  lon: HTMLInputElement,
): void {
  const { west, north, perDegree, squeeze } = Object.fromEntries(
    ['west', 'north', 'perDegree', 'squeeze'].map((name) => [name, Number(drawing.dataset[name])]),
  ) as Plan;
  const pin = drawing.querySelector<SVGCircleElement>('.plan-pin');
  const box = drawing.viewBox.baseVal;
  let at = { x: box.width / 2, y: box.height / 2 };
  const show = () => {
    pin?.setAttribute('cx', String(at.x));
    pin?.setAttribute('cy', String(at.y));
  };
  const choose = (x: number, y: number) => {
    at = { x: Math.min(box.width, Math.max(0, x)), y: Math.min(box.height, Math.max(0, y)) };
    show();
    put(north - at.y / perDegree, west + at.x / perDegree / squeeze);
  };
  if (lat.value && lon.value) {
    at = { x: (Number(lon.value) - west) * squeeze * perDegree, y: (north - Number(lat.value)) * perDegree };
    show();
  }
  const field = drawing.closest<HTMLElement>('.plan') ?? drawing;
  field.addEventListener('click', (given) => {
    const event = given as MouseEvent;
    const frame = drawing.getBoundingClientRect();
    choose(
      ((event.clientX - frame.left) / frame.width) * box.width,
      ((event.clientY - frame.top) / frame.height) * box.height,
    );
  });
  field.addEventListener('keydown', (given) => {
    const event = given as KeyboardEvent;
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    choose(at.x + move[0] * step_px, at.y + move[1] * step_px);
  });
}
