/** The browser, the fonts and the reader of PDF that tests need: found, or installed where this machine allows it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const PACKAGES = ['chromium', 'fonts-noto-cjk'];

/** Path of a Chromium that starts: `CHROMIUM_PATH`, or one in its usual places. */
export function findBrowser(): string | undefined {
  return [process.env.CHROMIUM_PATH ?? '', ...PLACES].find((path) => path !== '' && existsSync(path) && starts(path));
}

/** Ubuntu's /usr/bin/chromium may be a stub that asks for a snap, so a file alone proves nothing. */
function starts(path: string): boolean {
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/** Whether Chinese text has a font to be drawn with; without one screenshots and line breaks mean nothing. */
function hasChineseFont(): boolean {
  if (process.platform === 'darwin') return true;
  const { stdout } = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' });
  return (stdout ?? '').trim() !== '';
}

/** Installs what is missing by apt where it may. Returns the browser, or what is missing and how to get it. */
export function prepareBrowser(): { browser: string } | { missing: string } {
  if (findBrowser() === undefined || !hasChineseFont()) installByApt(...PACKAGES, 'fontconfig');
  const browser = findBrowser();
  const missing = [...(browser === undefined ? ['Chromium'] : []), ...(hasChineseFont() ? [] : ['a Chinese font'])];
  if (browser !== undefined && missing.length === 0) return { browser };
  const how = `apt-get install ${PACKAGES.join(' ')}, or set CHROMIUM_PATH to a Chromium or Chrome`;
  return { missing: `The journeys need ${missing.join(' and ')}: ${how}.` };
}

/** Whether pdftotext and pdftoppm are here, installed if need be; without them the tests of PDF files fail. */
export function preparePdfReader(): boolean {
  if (!isThere('pdftotext')) installByApt('poppler-utils');
  return isThere('pdftotext');
}

function installByApt(...packages: string[]): void {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (!isThere('apt-get') || (asRoot.length > 0 && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0))
    return;
  process.stderr.write(`Installing ${packages.join(' and ')} by apt ...\n`);
  const apt = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-o', 'Dpkg::Use-Pty=0'];
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const [program = '', ...args] = [...apt, ...step];
    spawnSync(program, args, { stdio: ['ignore', 2, 2], timeout: 15 * 60_000 });
  }
}

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v "$1"', 'sh', program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
