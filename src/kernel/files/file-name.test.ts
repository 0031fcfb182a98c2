import { describe, expect, it } from 'vitest';
import { cleanName, contentDisposition } from './file-name.ts';

describe('names', () => {
  it.each([
    ['../../etc/passwd', 'jpg', 'passwd.jpg'],
    ['C:\\Users\\me\\照片 1.JPEG', 'jpg', '照片 1.jpg'],
    ['photo\u202Egpj.exe', 'jpg', 'photogpj.jpg'],
    ['a\r\nSet-Cookie: x', 'pdf', 'aSet-Cookie_ x.pdf'],
    ['...', 'pdf', 'file.pdf'],
    ['', 'pdf', 'file.pdf'],
    ['长'.repeat(300), 'pdf', `${'长'.repeat(100)}.pdf`],
    ['\u{20BB7}'.repeat(120), 'pdf', `${'\u{20BB7}'.repeat(100)}.pdf`],
  ])('given from outside become safe (%#)', (given, extension, expected) => {
    expect(cleanName(given, extension)).toBe(expected);
  });

  it('go into headers in ASCII, with the real one encoded', () => {
    expect(contentDisposition('attachment', '通知 "(1)".pdf')).toBe(
      `attachment; filename="__ _(1)_.pdf"; filename*=UTF-8''%E9%80%9A%E7%9F%A5%20%22%281%29%22.pdf`,
    );
  });
});
