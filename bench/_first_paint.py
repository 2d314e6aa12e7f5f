"""First paint and weight of pages on a slow phone with a slow line: `_first_paint.py SITE PORT PATH...`.

Run by the environment that has a browser, against a site with TLS; `bench/pages.py` starts both. The phone
and its slow line are Lighthouse's ("mobileSlow4G" by DevTools' throttling: each request waits 562.5 ms,
1,474.56 kbit/s down, 675 up, a processor four times slower; core/config/constants.js, Apache-2.0); the faster
line is the one that Chrome's DevTools call "Fast 4G" (165 ms, 8,100 down, 1,350 up; front_end/core/sdk/
NetworkManager.ts, BSD-3-Clause).
"""

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, sync_playwright
from tests.journeys.browser import FLAGS, executable

#: Name of a line, and what a request waits (ms), what it moves down and up (kbit/s).
LINES = {"slow 4G": (562.5, 1474.56, 675.0), "fast 4G": (165.0, 8100.0, 1350.0)}
SLOWER = 4
VISITS = 5
PHONE = {"width": 360, "height": 740}
HEADING = f"{'page':34} {'line':8} {'first paint ms':>14} {'least':>6} {'most':>6} {'kB moved':>9}"
PAINTED = """() => new Promise((tell) => new PerformanceObserver((list) => {
    const found = list.getEntriesByName("first-contentful-paint")[0];
    if (found) tell(found.startTime);
}).observe({type: "paint", buffered: true}))"""


def visit(browser: Browser, address: str, line: str) -> tuple[float, float]:
    """Milliseconds to the first contentful paint of a first visit, and kB moved until the line is quiet."""
    waits, down, up = LINES[line]
    context = browser.new_context(
        viewport=PHONE,
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        locale="nl-BE",
        ignore_https_errors=True,
        extra_http_headers={"X-Forwarded-Proto": "https"},
    )
    page = context.new_page()
    channel = context.new_cdp_session(page)
    moved = 0.0

    def count(told: dict[str, float]) -> None:
        nonlocal moved
        moved += told["encodedDataLength"]

    channel.on("Network.loadingFinished", count)
    channel.send("Network.enable")
    channel.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": waits,
            "downloadThroughput": down * 1000 / 8,
            "uploadThroughput": up * 1000 / 8,
        },
    )
    channel.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    painted = float(page.evaluate(PAINTED))
    # Somebody who looks on: the map is fetched once it is near.
    page.mouse.wheel(0, 700)
    page.wait_for_load_state("networkidle")
    context.close()
    return painted, moved / 1000


def main() -> int:
    """Visit each address so many times with nothing cached, and tell the middle."""
    host, port, *addresses = sys.argv[1:]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(),
            args=[*FLAGS, "--no-sandbox", f"--host-resolver-rules=MAP {host} 127.0.0.1"],
        )
        print(f"\n{HEADING}")
        for address in addresses:
            for line in LINES:
                seen = [visit(browser, f"https://{host}:{port}{address}", line) for _ in range(VISITS)]
                paints = [paint for paint, _moved in seen]
                print(
                    f"{address[:34]:34} {line:8} {statistics.median(paints):14.0f} {min(paints):6.0f} "
                    f"{max(paints):6.0f} {max(moved for _paint, moved in seen):9.0f}",
                    flush=True,
                )
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
