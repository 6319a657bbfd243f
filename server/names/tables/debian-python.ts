import { words } from './group.ts';

/** Packages python3-name of Debian that hold the distribution of that name on PyPI. RPM's names agree where both exist. */
export const debianPython: ReadonlySet<string> = new Set(
  words(`
    acme adal affine agate aggdraw aio-pika aiodns aiofiles aioftp aiohttp aiohttp-cors aiohttp-jinja2
    aiohttp-security aiohttp-session aiohttp-socks aioice aiomysql aionotify aioprocessing aioredis
    aioresponses aiormq aiortc aiosignal aiosmtpd aiosmtplib aiosqlite aiostream alabaster allpairspy altair
    altgraph amqp aniso8601 anndata annexremote ansi ansible-compat ansible-runner ansimarkup anyio anyjson
    anyqt aodhclient apipkg apispec appdirs applicationinsights apscheduler apsw arabic-reshaper argh
    arpeggio asciitree asdf asdf-astropy asdf-coordinates-schemas asdf-standard asdf-transform-schemas
    asdf-wcs-schemas ase asgiref asn1crypto asteval astor astroid astropy astropy-healpix astroquery
    asttokens astunparse async-generator async-lru async-timeout asyncpg asyncssh atomicwrites audioread
    authlib authres autobahn autocommand automat autopage autopep8 av avro awesomeversion aws-requests-auth
    aws-xray-sdk awscrt azure-cli azure-cli-core azure-cli-telemetry azure-cosmos azure-datalake-store
    azure-kusto-data azure-multiapi-storage b2sdk babel backcall backoff banal bandit baron base58 bcrypt
    beaker beancount behave beniget betamax bibtexparser bidict bids-validator billiard binaryornot bioblend
    biom-format biopython bitarray bitstring bitstruct bleach bleak blessed blessings blinker blockdiag
    blosc boltons booleanoperations boto boto3 botocore bottle bottleneck bqplot braceexpand bracex branca
    breathe brotli btrees build bytecode cachecontrol cached-property cachelib cachetools cachy cairocffi
    cairosvg caldav canmatrix canonicaljson capstone cartopy catalogue catkin-pkg cbor cbor2 cdsapi celery
    cerberus certbot certbot-dns-cloudflare certbot-dns-route53 certbot-nginx certifi certipy cffi cffsubr
    cfgrib cfgv cftime channels-redis chardet charset-normalizer cheroot ci-info circuitbreaker ciso8601
    cleo clevercsv cli-helpers click click-completion click-default-group click-didyoumean click-help-colors
    click-log click-option-group click-plugins click-repl clickhouse-driver cliff cligj clikit clint
    cloudflare cloudpickle cloup cmaes cmarkgfm cmd2 cobra cognitive-complexity colcon-argcomplete
    colcon-bash colcon-cd colcon-cmake colcon-core colcon-defaults colcon-devtools colcon-library-path
    colcon-metadata colcon-notification colcon-output colcon-package-information colcon-package-selection
    colcon-parallel-executor colcon-pkg-config colcon-python-setup-py colcon-recursive-crawl colcon-ros
    colcon-test-result colcon-zsh colorama colorclass colored colored-traceback coloredlogs colorlog
    colormath colorspacious colorzero colour comm commentjson commonmark concurrent-log-handler
    conda-package-streaming confection configargparse configobj confluent-kafka confusable-homoglyphs
    confuse connection-pool constantly construct contextlib2 contourpy convertdate cookiecutter coreapi
    coreschema coverage cppimport cppy crashtest crayons crc32c crccheck crcmod crochet croniter
    cryptography cssmin cssselect cssselect2 cssutils csvkit curtsies cvxopt cwcwidth cwl-utils cycler cymem
    cypari2 cytoolz cyvcf2 dacite daiquiri daphne dask databases dataclasses-json datalad dateparser
    datetimerange datrie dbfread dbus-fast dbus-next ddt deap debtcollector debugpy decorator deepdiff
    deepmerge defcon defusedxml dendropy diagrams dict2xml dicttoxml diff-match-patch dill dipy dirty-equals
    diskcache distance distlib distributed distro dj-database-url dj-static django django-allauth
    django-analytical django-anymail django-appconf django-auth-ldap django-axes django-braces
    django-cachalot django-celery-beat django-celery-results django-classy-tags django-cleanup
    django-colorfield django-compressor django-constance django-contrib-comments django-cors-headers
    django-countries django-crispy-forms django-csp django-cte django-debug-toolbar django-environ
    django-extensions django-extra-views django-formtools django-fsm django-guardian django-haystack
    django-health-check django-import-export django-ipware django-jinja django-js-asset django-libsass
    django-maintenance-mode django-model-utils django-modelcluster django-mptt django-nose
    django-oauth-toolkit django-organizations django-parler django-picklefield django-polymorphic
    django-prometheus django-ranged-response django-redis django-registration django-reversion django-rq
    django-sekizai django-session-security django-simple-history django-storages django-tables2
    django-taggit django-tastypie django-timezone-field django-treebeard django-waffle django-webpack-loader
    djangorestframework djangorestframework-api-key djangorestframework-filters djangorestframework-gis
    djangorestframework-simplejwt dlt dnaio dnslib dnspython doc8 docformatter docker dockerpty docopt
    docstring-to-markdown docutils docxcompose docxtpl dogpile-cache doit dominate donfig dotty-dict dpkt
    dropbox dulwich dynaconf easydev easydict easygui easyprocess ebooklib eccodes ecdsa editorconfig edlib
    elementpath eliot email-validator emcee emmet-core emoji empy enlighten enrich entrypoints envs ephem
    ephemeral-port-reserve escapism et-xmlfile ete3 etelemetry evdev eventlet exceptiongroup exchangelib
    execnet executing exhale exifread expiringdict extension-helpers extras extruct ezdxf fabio fabric
    factory-boy fakeredis fast-histogram fastapi fastcluster fasteners fastentrypoints fastjsonschema
    fastkml fasttext feather-format feedgenerator feedparser fido2 filelock filetype findlibs findpython
    fiona fire fissix fixtures flake8 flake8-black flake8-blind-except flake8-builtins
    flake8-cognitive-complexity flake8-comprehensions flake8-deprecated flake8-docstrings
    flake8-import-order flake8-mutable flake8-noqa flake8-polyfill flake8-quotes flaky flasgger flask
    flask-autoindex flask-babel flask-babelex flask-basicauth flask-bcrypt flask-caching flask-compress
    flask-cors flask-dance flask-flatpages flask-httpauth flask-limiter flask-login flask-mail
    flask-marshmallow flask-migrate flask-openid flask-paginate flask-paranoid flask-principal flask-restful
    flask-session flask-silk flask-socketio flask-sqlalchemy flask-talisman flatbuffers flit-scm flox
    fluent-logger flufl-lock fluids folium fonttools formencode fparser fpylll fpyutils freezegun frozendict
    frozenlist fs fsspec ftputil funcparserlib funcsigs funcy furl fusepy future fuzzywuzzy gast gdal genshi
    gensim geoalchemy2 geographiclib geoip2 geojson geojson-pydantic geomet geopandas geopy gevent
    gevent-websocket geventhttpclient gffutils gitdb glcontext glob2 glymur gmpy2 google-auth
    google-auth-httplib2 google-auth-oauthlib gpiozero gpxpy graphene graphql-core graphql-relay graphviz
    graypy greenlet griddataformats griffe grpcio gssapi gsw gtts gunicorn gwcs h11 h2 h5netcdf halo
    handy-archives hashids hatch-requirements-txt hatch-vcs hatchling hcloud hdf5plugin hdf5storage hdmf
    healpy heapdict hexbytes hickle hkdf hnswlib holidays hpack hsluv html-text html2text html5lib htmlmin
    httmock httpcore httplib2 httpretty httptools httpx hug humanfriendly humanize hupper hurry-filesize
    hvac hypercorn hyperframe hyperlink hyperspy hypothesis iapws ibm-cloud-sdk-core ibm-watson icalendar
    icecream icmplib identify idna ifaddr igraph ijson imageio imagesize imap-tools imaplib2 img2pdf imgviz
    iminuit immutabledict importlab importlib-metadata importlib-resources incremental indexed-gzip infinity
    inflect inflection iniconfig injector inotify installer intake intbitset intelhex internetarchive
    intervals intervaltree invoke ipdb ipy ipykernel ipyparallel ipython ipython-genutils ipywidgets isbnlib
    iso3166 iso8601 isodate isort isosurfaces isoweek itemadapter itemloaders itsdangerous itypes janus
    jaraco-classes jaraco-collections jaraco-context jaraco-functools jaraco-itertools jaraco-text
    javaproperties jdcal jedi jeepney jieba jinja2 jinja2-time jira jmespath joblib josepy jplephem
    jsbeautifier jschema-to-python jsmin json-tricks json5 jsondiff jsonnet jsonpatch jsonpath-rw jsonpickle
    jsonschema jstyleson junit-xml junitparser jupyter-client jupyter-console jupyter-core jupyter-packaging
    jupyter-server jupyter-server-mathjax jupyter-telemetry jupyterlab-server jwcrypto kaitaistruct kazoo
    kdtree keras-applications keras-preprocessing keyring keyrings-alt keystoneauth1 kitchen kivy kiwisolver
    knack kombu kubernetes langdetect lark latexcodec lazy lazy-loader lazy-object-proxy ldap3 leather
    legacy-api-wrap leidenalg lesscpy liac-arff libarchive-c libnacl libpysal libsass libtmux
    license-expression limits line-profiler linecache2 littleutils livereload llvmlite lmdb lmfit locket
    lockfile locust log-symbols logbook logfury loguru logutils logzero lru-dict lunardate lunr lupa lxml
    lzstring m2crypto m2r m3u8 macholib mailer maison makefun mako mando manimpango mapbox-earcut markdown
    markdown-exec markdown-include markdown2 markuppy markupsafe marshmallow marshmallow-dataclass
    marshmallow-enum marshmallow-sqlalchemy matplotlib matplotlib-inline matplotlib-venn matrix-nio
    maxminddb mbstrdecoder mccabe mdanalysis mdit-py-plugins mdtraj mdurl measurement mechanicalsoup
    mechanize mediafile meld3 memoized-property memory-profiler mergedeep meshio metakernel mf2py mido
    mir-eval mistletoe mistune mne mnemonic mock mockito model-bakery moderngl moderngl-window mongoengine
    mongomock monotonic monty more-itertools moreorless morfessor motor mp-api mpi4py mplcursors mpmath
    mrcfile msal msal-extensions msgpack msgpack-numpy msoffcrypto-tool msrest msrestazure mssql-django
    multi-key-dict multidict multipledispatch multiprocess munch munkres murmurhash musicbrainzngs mutagen
    mwclient mwparserfromhell mypy mypy-extensions myst-parser nameparser natsort nbclassic nbclient
    nbconvert nbformat nbsphinx nbsphinx-link ncls ndcube ndg-httpsclient neo nest-asyncio netaddr netcdf4
    netifaces networkx nibabel nipype nltk nose nose2 nosexcover notebook notify2 nox npx ntlm-auth ntplib
    num2words numba numcodecs numexpr numpy numpy-groupies numpydoc oauth2client oauthlib objgraph ofxparse
    olefile omegaconf onnx open3d openpyxl openshift openstacksdk optuna oracledb ordered-set
    orderedmultidict ormar os-client-config os-service-types osc-lib oscrypto oslo-concurrency oslo-config
    oslo-context oslo-i18n oslo-log oslo-serialization oslo-utils osmnx osprofiler outcome overpy owslib
    packaging paho-mqtt palettable pamela pamqp pandas pandocfilters param parameterized paramiko parfive
    parse parse-type parsedatetime parsel parsimonious parsley parso partd passlib paste pastedeploy pastel
    pastescript patch-ng path path-and-address pathspec pathtools pathvalidate patsy pbkdf2 pbr pdb2pqr
    pdfkit pdm pdm-pep517 peakutils pebble peewee pefile pem pendulum pep517 pep8 pep8-naming periodictable
    persistent pex pexpect pg8000 pgpy pgspecial phonenumbers phonopy photutils phpserialize
    phx-class-registry pickleshare piexif pikepdf pint pip pipdeptree pkgconfig pkginfo plac plaster
    plaster-pastedeploy plotly pluggy pluginbase plumbum plyer plyvel polib polyline pony pooch port-for
    portalocker portend portpicker pot pprintpp praw prawcore prefixed preshed pretend prettytable priority
    prison proglog progress progressbar progressbar2 prometheus-client promise prompt-toolkit propka protego
    protobuf prov psutil psycogreen psycopg psycopg-pool psycopg2 ptable ptyprocess publicsuffix2 pudb pulp
    pulsectl pure-eval pure-sasl puremagic pwntools py py7zr pyaes pyasn1 pyasn1-modules pyaudio pyavm
    pybedtools pybigwig pybind11 pybindgen pybtex pybtex-docutils pycares pycdlib pychromecast pycifrw
    pyclipper pycodestyle pycosat pycountry pycparser pyct pycurl pydantic pydata-sphinx-theme pydicom
    pydocstyle pydot pydotplus pydub pydyf pyelftools pyepics pyfaidx pyfakefs pyfftw pyfiglet pyflakes
    pyftpdlib pygal pygame pygeoif pygit2 pyglet pygments pygraphviz pygresql pygtail pygtrie pyinotify
    pyjokes pykdtree pykeepass pykmip pykml pykwalify pylama pylatexenc pyld pylev pylibdmtx pylibmc
    pylibsrtp pylint-celery pylint-django pylint-flask pylint-plugin-utils pylint-venv pylsp-mypy pyluach
    pymap3d pymodbus pymongo pymssql pymysql pymzml pynndescent pynput pynvim pyocd pyodbc pyopencl
    pyorbital pyotp pypandoc pyparsing pypdf pypdf2 pypeg2 pyperclip pyphen pyprind pyproj
    pyproject-metadata pyprojroot pyqrcode pyqt5 pyqt5-sip pyqt6 pyqt6-sip pyqtgraph pyquery pyrad pyramid
    pyramid-tm pyranges pyresample pyro4 pyroma pyroute2 pyrr pyrsistent pysam pysaml2 pyscss pyshp pysmi
    pysolr pystache pystray pyswarms pyte pytest-arraydiff pytest-astropy pytest-astropy-header
    pytest-asyncio pytest-bdd pytest-benchmark pytest-click pytest-cookies pytest-cov pytest-datadir
    pytest-dependency pytest-django pytest-doctestplus pytest-filter-subpackage pytest-flake8 pytest-flask
    pytest-forked pytest-helpers-namespace pytest-httpserver pytest-instafail pytest-lazy-fixture
    pytest-localserver pytest-mock pytest-mpi pytest-mpl pytest-order pytest-pep8 pytest-pylint
    pytest-regressions pytest-remotedata pytest-repeat pytest-rerunfailures pytest-runner pytest-subtests
    pytest-sugar pytest-timeout pytest-tornado pytest-tornasync pytest-twisted pytest-vcr pytest-xdist
    pytest-xprocess pytest-xvfb python-socks python-telegram-bot python-utils pythran pytimeparse pytkdocs
    pytoolconfig pytools pytz-deprecation-shim pytzdata pyuca pyudev pyvirtualdisplay pyvisa pyvisa-py
    pyvmomi pyvo pyx pyxdameraulevenshtein pyyaml-env-tag pyzbar qdarkstyle qrcode qtawesome qtconsole qtpy
    quantities quart queuelib qutip rangehttpserver rarfile rasterio ratelimiter rcssmin rdflib
    rdflib-jsonld readme-renderer recommonmark recurring-ical-events redbaron redis refurb regex regions
    reno reportlab repoze-lru repoze-who reproject requests requests-cache requests-file requests-futures
    requests-kerberos requests-mock requests-ntlm requests-oauthlib requests-toolbelt requests-unixsocket
    requestsexceptions requirements-detector resampy resolvelib responses restrictedpython
    restructuredtext-lint retry retrying rfc3986 rfc3987 rich rich-click rioxarray rjsmin rlp roman rope
    ropgadget rosdistro rospkg roundrobin routes rply rpm rpy2 rpyc rq rsa rstcheck rstr rtree ruamel-yaml
    ruamel-yaml-clib rx s3transfer scalene scantree scapy schedule schema schema-salad scikit-rf scipy
    scrapy screeninfo scripttest scrypt sdnotify seaborn secretstorage securesystemslib segno segyio
    selenium selinux semantic-version semver send2trash sentencepiece sentinels sentry-sdk serpent
    serverfiles service-identity setoptconf setproctitle setuptools setuptools-git setuptools-rust
    setuptools-scm setuptools-scm-git-archive sexpdata sgmllib3k sgp4 sh shapely shellescape shellingham
    shodan shortuuid shtab silx simpleeval simplegeneric simplejson simpy six sklearn-pandas skorch skyfield
    slixmpp smart-open smartypants smbus2 smmap sniffio snowballstemmer snuggs social-auth-core socksio
    sorl-thumbnail sortedcollections sortedcontainers soundfile soupsieve spake2 sparqlwrapper speaklater
    specutils spglib sphinx sphinx-argparse sphinx-autoapi sphinx-autobuild sphinx-autodoc-typehints
    sphinx-automodapi sphinx-book-theme sphinx-bootstrap-theme sphinx-click sphinx-copybutton sphinx-gallery
    sphinx-inline-tabs sphinx-issues sphinx-markdown-tables sphinx-multiversion sphinx-notfound-page
    sphinx-panels sphinx-prompt sphinx-remove-toctrees sphinx-reredirects sphinx-rtd-theme sphinx-sitemap
    sphinx-tabs sphinxcontrib-apidoc sphinxcontrib-applehelp sphinxcontrib-bibtex sphinxcontrib-devhelp
    sphinxcontrib-htmlhelp sphinxcontrib-httpdomain sphinxcontrib-jsmath sphinxcontrib-mermaid
    sphinxcontrib-plantuml sphinxcontrib-programoutput sphinxcontrib-qthelp sphinxcontrib-serializinghtml
    sphinxcontrib-spelling sphinxcontrib-svg2pdfconverter sphinxcontrib-websupport sphinxext-opengraph
    spinners spyder spyder-kernels spyne sqlalchemy sqlalchemy-utc sqlalchemy-utils sqlglot sqlite-fts4
    sqlitedict sqlmodel sqlparse srsly srt sshpubkeys sshtunnel stack-data starlette statsd statsmodels
    stdlib-list stem stestr stevedore stone stopit strictyaml stripe structlog subprocess-tee sunpy superqt
    sure svg-path svgelements svglib svgwrite swagger-spec-validator swiglpk sybil sympy synphot sysv-ipc
    tables tablib tabulate taskflow tblib tcolorpy tempita tempora tenacity termcolor terminado
    terminaltables tesserocr testfixtures testpath testscenarios testtools text-unidecode textdistance
    texttable textual thefuzz thinc threadpoolctl thrift throttler tifffile timeout-decorator tinycss2
    tinydb tld tldextract tmuxp tokenize-rt toml tomli tomli-w tomlkit toolz toposort torch torchaudio
    torchtext torchvision tornado tqdm traitlets traits traittypes transaction transforms3d transitions
    translationstring treq trio trio-websocket trove-classifiers trustme tuspy tweepy twilio twisted twython
    txaio txtorcon typed-ast typedload typeguard typepy typer typing-extensions typing-inspect tzlocal
    ua-parser ubelt ufolib2 ujson uncertainties unearth unicodecsv unicodedata2 unicorn unidecode unidiff
    unittest2 unpaddedbase64 untangle untokenize unyt upsetplot uritemplate uritools url-normalize urllib3
    urlobject urwid urwid-readline user-agents userpath uvicorn uvloop validate-pyproject validators
    vega-datasets venusian versioneer vine virtualenv virtualenv-clone vispy vobject voluptuous
    voluptuous-serialize w3lib waiting waitress wand warlock wasabi watchdog watchgod wcmatch wcwidth
    webargs webassets webcolors webencodings webob websockets websockify webtest werkzeug wget whatthepatch
    wheel whichcraft whois whoosh widgetsnbextension willow wordcloud workalendar wrapt ws4py wsaccel
    wsproto wtforms wtforms-alchemy wtforms-components wtforms-json wurlitzer x-wr-timezone xarray xattr xdg
    xdoctest xgboost xhtml2pdf xlrd xlsxwriter xlwt xmlschema xmlsec xmltodict xmodem xopen xraydb xsdata
    xvfbwrapper xxhash xyzservices yamlordereddictloader yapf yappi yarl yattag zarr zc-buildout zc-lockfile
    zeep zeroconf zict zipp zipstream-ng zodbpickle zope-component zope-deprecation zope-event zope-hookable
    zope-interface zope-proxy zstandard zstd zxcvbn
  `),
);
