// A web site of somebody else, on an origin of its own, with the chat on its pages.
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PageOptions {
  /** More of the head: a style sheet, a `<base>`. */
  head?: string;
  body?: string;
  /** What the tag of the chat's script says besides. */
  tag?: string;
  loader?: string;
  script?: string;
  /** Without it the page is in quirks mode. */
  doctype?: string;
}

export class Site {
  /** The pages by their path; every other path is the first page. */
  readonly pages = new Map<string, PageOptions>();
  readonly requests: string[] = [];
  #server: Server;

  private constructor(
    private readonly postroom: string,
    private readonly key: string,
  ) {
    this.#server = createServer((request, response) => {
      const path = request.url!.split('?')[0]!;
      this.requests.push(path);
      const own = (kind: string) => `${kind}-src ${this.postroom}`;
      // As strict as can be: the site's own script stands in a file of its own.
      const policy = `default-src 'none'; script-src 'self' ${this.postroom}; ${own('connect')}; ${own('frame')}; style-src 'self'; base-uri *; require-trusted-types-for 'script'; trusted-types 'none'`;
      response.setHeader('content-security-policy', policy);
      response.setHeader('referrer-policy', 'no-referrer');
      const page = this.pages.get(path.replace(/\.(js|css)$/, '')) ?? this.pages.get('/') ?? {};
      if (path === '/favicon.ico') {
        response.statusCode = 404;
        response.end();
      } else if (path.endsWith('.js')) {
        response.setHeader('content-type', 'text/javascript');
        response.end(page.script ?? '');
      } else if (path.endsWith('.css')) {
        response.setHeader('content-type', 'text/css');
        response.end(page.head ?? '');
      } else {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(this.#html(path, page));
      }
    });
  }

  static async open(postroom: string, key: string, port = 0): Promise<Site> {
    const site = new Site(postroom, key);
    await new Promise<void>((resolve) => site.#server.listen(port, '127.0.0.1', resolve));
    return site;
  }

  /** An origin that a channel can allow before its site is there. */
  static async freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  /** Another site than Postroom's: one is `localhost`, the other `127.0.0.1`. */
  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #html(path: string, { head, body, tag = '', loader = 'widget.js', script, doctype = '<!doctype html>' }: PageOptions): string {
    const name = path === '/' ? '/index' : path;
    const sheet = head ? `<link rel="stylesheet" href="${this.url}${path === '/' ? '/' : path}.css">` : '';
    const own = script ? `<script src="${this.url}${path === '/' ? '/' : path}.js"></script>` : '';
    const chat = `<script async src="${this.postroom}/${loader}" data-channel="${this.key}" ${tag}></script>`;
    const filling = '<p>'.concat('Lamps and shades. '.repeat(60), '</p>').repeat(12);
    return `${doctype}<html lang="en"><head><title>Shop ${name}</title>${sheet}${own}${chat}</head><body><h1>Shop</h1>${body ?? filling}</body></html>`;
  }
}
