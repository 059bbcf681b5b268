"""The html page in a real browser: from a fact to its evidence and back, from a mention to its entity, by mouse and by keyboard.

    python tests/consumers/page.py target/release/svodka [--shots FOLDER]

Needs Debian's chromium and chromium-driver, and selenium. With --shots it leaves pictures there for people to look at: light, dark,
narrow, and the page as printed. Prints 'N passed, 0 failed' or stops at the first claim that does not hold.
"""

import base64
import pathlib
import subprocess
import sys
import tempfile

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

TEXT = """Министр обороны Сергей Петров прибыл в Ош.

«Из 12 пунктов пропуска работают только 8, остальные 4 простаивают», — заявил Петров журналистам 5 мая 2018 года.

""" + "Это предложение стоит здесь, чтобы страница не помещалась на экран. " * 200 + """

Число погибших выросло с 6 до 9 человек. Президент Казахстана Касым-Жомарт Токаев посетит Кыргызстан 7 июня 2019 года, а 1 марта 2020 года вернётся.
"""
passed = 0


def holds(what, claim):
    global passed
    if not claim:
        sys.exit(f"does not hold: {what}")
    passed += 1


def in_view(browser, element):
    top = browser.execute_script("const r = arguments[0].getBoundingClientRect(); return [r.top, r.bottom, innerHeight]", element)
    return top[1] > 0 and top[0] < top[2]


def background(element):
    return element.value_of_css_property("background-color")


def browser(width, height):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={width},{height}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))


def check(page, shots):
    b = browser(1300, 900)
    try:
        b.get(page.as_uri())
        facts = b.find_elements(By.CSS_SELECTOR, "aside li[id^=fact-]")
        holds("there are facts", len(facts) >= 4)
        far = b.find_elements(By.CSS_SELECTOR, "article sup")[-1]
        holds("the last fact's evidence is out of view at first", not in_view(b, far))
        number = far.get_attribute("id").removeprefix("at-")
        b.execute_script("arguments[0].scrollIntoView()", b.find_element(By.ID, f"fact-{number}"))
        plain = background(b.find_element(By.CSS_SELECTOR, f".f{number}"))
        b.find_element(By.CSS_SELECTOR, f"#fact-{number} .at a").click()
        holds("a click on a fact goes to its evidence", b.current_url.endswith(f"#at-{number}") and in_view(b, far))
        b.execute_script("document.activeElement.blur()")
        holds("the evidence is lit up", background(b.find_element(By.CSS_SELECTOR, f".f{number}")) != plain)
        far.find_element(By.TAG_NAME, "a").click()
        entry = b.find_element(By.ID, f"fact-{number}")
        holds("its number goes back to the fact", b.current_url.endswith(f"#fact-{number}") and in_view(b, entry))
        holds("the fact is lit up", background(entry) != "rgba(0, 0, 0, 0)")
        b.get(page.as_uri())
        name = b.find_element(By.XPATH, "//article//a[text()='Сергей Петров']")
        name.click()
        entity = b.find_element(By.CSS_SELECTOR, b.current_url[b.current_url.index("#"):])
        holds("a mention goes to its entity", "Сергей Петров" in entity.text and in_view(b, entity))
        back = entity.find_elements(By.CSS_SELECTOR, ".at a")
        holds("the entity has its mentions", len(back) >= 2)
        back[0].click()
        target = b.find_element(By.CSS_SELECTOR, b.current_url[b.current_url.index("#"):])
        holds("and goes back to them", target.text == "Сергей Петров" and in_view(b, target))
        b.get(page.as_uri())
        b.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
        skip = b.switch_to.active_element
        holds("the first key stroke offers to skip to the facts", skip.get_attribute("class") == "skip" and in_view(b, skip))
        skip.send_keys(Keys.ENTER)
        holds("which it does", b.current_url.endswith("#facts"))
        names = b.execute_script("return [...document.querySelectorAll('a')].filter(a => !(a.textContent.trim() || a.getAttribute('aria-label'))).length")
        holds("every link has a name that a screen reader can read", names == 0)
        requests = [e for e in b.get_log("performance") if '"Network.requestWillBeSent"' in e["message"] and '"http' in e["message"]]
        holds("nothing is asked of the network", not requests)
        holds("nothing is complained of", not b.get_log("browser"))
        holds("parts of a count are drawn", b.find_elements(By.CSS_SELECTOR, "aside svg rect.s1"))
        holds("dates stand on an axis", len(b.find_elements(By.CSS_SELECTOR, "#timeline circle")) == 3)
        light = background(b.find_element(By.TAG_NAME, "body"))
        b.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
        dark = background(b.find_element(By.TAG_NAME, "body"))
        holds("dark is dark", light != dark)
        if shots:
            b.save_screenshot(str(shots / "dark.png"))
        b.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        if shots:
            b.save_screenshot(str(shots / "light.png"))
            (shots / "print.pdf").write_bytes(base64.b64decode(b.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"]))
        b.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True})
        wide = b.execute_script("return document.documentElement.scrollWidth")
        holds("a narrow screen needs no scrolling sideways", wide <= 360)
        if shots:
            b.save_screenshot(str(shots / "narrow.png"))
    finally:
        b.quit()


def main():
    svodka, shots = sys.argv[1], pathlib.Path(sys.argv[sys.argv.index("--shots") + 1]) if "--shots" in sys.argv else None
    if shots:
        shots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "статья.html"
        made = subprocess.run([svodka, "--format", "html"], input=TEXT.encode(), stdout=subprocess.PIPE, check=True)
        page.write_bytes(made.stdout)
        check(page, shots)
    print(f"{passed} passed, 0 failed")


if __name__ == "__main__":
    main()
