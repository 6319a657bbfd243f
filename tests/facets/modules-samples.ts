/** What module tools print, one sample of each form, written after their sources. */
export const samples: Record<string, string> = {
  'eessi-software':
    '{"timestamp":"2026-03-18T02:15:12.970204Z","architectures_map":{"2023.06":{"x86_64/generic":"x86_64/generic"}},"software":{"BWA":{"versions":[{"homepage":"https://bwa.example/","description":"Aligns reads","toolchain":{"name":"GCCcore","version":"12.3.0"},"module":{"full_module_name":"BWA/0.7.17-GCCcore-12.3.0","module_name":"BWA","module_version":"0.7.17-GCCcore-12.3.0"},"required_modules":[{"full_module_name":"EESSI/2023.06"},{"full_module_name":"GCCcore/12.3.0"},{"full_module_name":"BWA/0.7.17-GCCcore-12.3.0"}],"cpu_arch":["x86_64/generic","x86_64/amd/zen3"],"gpu_arch":{"x86_64/amd/zen3":["nvidia/cc80"]},"version":"0.7.17","versionsuffix":"","extensions":[{"name":"numpy","version":"1.25.1"}]}]}}}',
  'eessi-overview':
    '{"targets":["/cvmfs/software.eessi.io/versions/2023.06/software/linux/x86_64/generic"],"software":{"BWA":{"targets":[],"description":"Aligns reads","homepage":"https://bwa.example/","versions":{"BWA/0.7.17-GCCcore-12.3.0":{"targets":["/cvmfs/software.eessi.io/versions/2023.06/software/linux/x86_64/generic","/cvmfs/software.eessi.io/versions/2023.06/software/linux/aarch64/a64fx"]}}}}}',
  'lmod-spider-json':
    '{"gcc":{"/m/Core/gcc/13.2.0.lua":{"Version":"13.2.0","fullName":"gcc/13.2.0","hidden":false,"mpath":"/m/Core","pV":"000000013.000000002.*zfinal","wV":"000000013.000000002.*zfinal","propT":{"lmod":{"sticky":1}},"family":"compiler"}},"ompi":{"/m/gcc/ompi/5.lua":{"Version":false,"fullName":"ompi/5","hidden":true,"mpath":"/m/gcc","parentAA":[["gcc/13.2.0"],["gcc/9.1.0"]],"wV":"^00000005.*zfinal","whatis":["Description: MPI","Keywords: mpi, net"],"provides":["a/1"]}}}',
  'lmod-software-page':
    '[{"package":"gcc","defaultVersionName":"13.2.0 ","versions":[{"full":"gcc/13.2.0","path":"/m/Core/gcc/13.2.0.lua","wV":"000000013.*zfinal","canonicalVersionString":"000000013.*zfinal","markedDefault":false}]}]',
  'lmod-reverse-map':
    '{"timestampFn":[],"xlibmap":[],"reverseMapT":{"/opt/gcc/bin":{"pkg":"gcc/13.2.0","kind":"bin","moduleFn":"/m/Core/gcc/13.2.0.lua","flavor":["default"]},"/opt/gcc/lib":{"pkg":"gcc/13.2.0","kind":"lib","moduleFn":"/m/Core/gcc/13.2.0.lua","flavor":["default"]},"/opt/impi/bin":{"pkg":"impi/4.1","kind":"bin","moduleFn":"/m/gcc/impi/4.1.lua","flavor":["default:gcc/13.2.0"]},"/opt/old":"old/1(default)"}}',
  'lmod-spider-cache':
    'timestampFn = {\n  false,\n}\nspiderT = {\n  ["/m/Core"] = {\n    gcc = {\n      dirT = {},\n      fileT = {\n        ["gcc/13.2.0"] = {\n          fn = "/m/Core/gcc/13.2.0.lua",\n          pV = "000000013.*zfinal",\n          wV = "000000013.*zfinal",\n        },\n      },\n    },\n  },\n}\nmpathMapT = {}\n',
  'envmodules-json':
    '{"/m": {\n"foo/1.0": { "name": "foo/1.0", "type": "modulefile", "symbols": [ "default" ], "tags": [ "sticky" ], "pathname": "/m/foo/1.0", "via": [ "gcc/13", "ompi/5" ]},\n"al": { "name": "al", "type": "alias", "symbols": [], "target": "foo/1.0"}\n}}\n',
  'module-session':
    '$ module avail\n\n---- /m/Core ----\n   gcc/13.2.0 (L,D)    gcc/9.1.0\n\n  Where:\n   D:  Default Module\n\n$ module list\n\nCurrently Loaded Modules:\n  1) gcc/13.2.0   2) make\n\n$ make all\ncc -o all\n',
  'module-help':
    '---------- Module Specific Help for "gcc/13.2.0" ----------\nThe GNU compilers:\n   c/c++  fortran\n\n-------------------------------------------------------------------\nModule Specific Help for /m/Core/make/4:\n\n',
  'module-show':
    '-----------------------------------------------------------\n   /m/Core/gcc/13.2.0.lua:\n-----------------------------------------------------------\nwhatis("Description: GNU compilers")\nfamily("compiler")\nprepend_path("PATH","/opt/gcc/bin")\n',
  'lmod-spider-text':
    '\n-----------------------------------------------------------------\nThe following is a list of the modules and extensions currently available:\n-----------------------------------------------------------------\n  gcc: gcc/9.1.0, gcc/13.2.0\n    GNU compilers\n\n  numpy: numpy/1.26 (E)\n\n  tools/a: tools/a/1.0, ...\n\n-----------------------------------------------------------------\n\nTo learn more about a package execute:\n\n   $ module spider Foo\n',
  'avail-long':
    '- Package/Alias -----------------------.- Versions --------.- Last mod. -------\n/m:\nfoo/1.0                                 default:new         2024/08/22 17:28:35\nal -> foo/1.0                           \nbar/2                                                       2024/08/22 17:28:35\na-name-of-more-than-thirty-letters/1.0  latest              2024/08/22 17:28:35\n',
  'lmod-overview': '\n------------- /m/Core -------------\ngcc (2)   gmp      (1)\nintel (3)\n',
  'module-whatis': '-------- /m --------\n      foo/1.0: Description: a tool\n        bar/2: plain words\n',
  'avail-columns':
    '\n------------- /m/Core -------------\n   BWA/0.7    gcc/13.2.0 (L,D)    gcc/9.1.0 (g)\n\n------ This is a list of module extensions. Use "module --nx avail ..." to not show extensions. ------\n    CC (E)     DDD (E)\n\n  Where:\n   D:  Default Module\n',
  'module-list':
    '\nCurrently Loaded Modules:\n  1) gcc/13.2.0 (L)   2) intel/15 -> intel/15.0.2   3) .base (H)\n\n  Where:\n   H:  Hidden Module\n\nInactive Modules:\n  1) gone/1\n',
  'lmod-terse': '/m/Core:\nbowtie/\nbowtie/64/2.2 <H> <F>\n#    CC/3.1\ngcc/\ngcc/13.2.0\nTACC\n',
  'envmodules-terse': "/m:\nal(@)\nfoo/1.0(default:new) <sticky>\n'space ya/2'\n",
  'lmod-terse-spider': 'a/\na-b/\na-b/1-1\na/1.0\nTACC\n',
  'lmod-spider-list': '/m/Core/gcc/13.2.0.lua\n/m/Core/TACC.lua\n/m/Core/gmp/6\n',
  'module-state':
    'LOADEDMODULES=gcc/13.2.0:make;\nexport LOADEDMODULES;\nMODULEPATH=/m/Core:/m/gcc;\nexport MODULEPATH;\n_LMFILES_=/m/Core/gcc/13.2.0.lua:/m/Core/make.lua;\nexport _LMFILES_;\nSECRET=1;\nexport SECRET;\n',
  'module-messages':
    '\nModules based on Lua: Version 8.7.53 2024-10-12 19:57 -05:00\n    by Robert McLay mclay@tacc.utexas.edu\n',
};
